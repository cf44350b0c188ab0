package com.tripsage.gateway.value;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import org.junit.jupiter.api.Test;

class VectorTests {

    private static final float[] RAMP = ramp();

    @Test
    void fillsUpWithZeros() {
        float[] filled = Vector.padded(new float[] {3, -4}).toFloats();

        assertThat(filled).hasSize(1536).startsWith(3, -4, 0);
        assertThat(Arrays.copyOfRange(filled, 2, 1536)).containsOnly(0);
    }

    @Test
    void refusesWhatIsNoEmbedding() {
        for (float number : new float[] {Float.NaN, Float.POSITIVE_INFINITY, Float.NEGATIVE_INFINITY}) {
            assertThatIllegalArgumentException().isThrownBy(() -> Vector.padded(new float[] {1, number}));
        }
        assertThatIllegalArgumentException().isThrownBy(() -> Vector.padded(new float[0]));
        assertThatIllegalArgumentException().isThrownBy(() -> Vector.padded(new float[] {0, -0.0f}));
        assertThatIllegalArgumentException().isThrownBy(() -> Vector.padded(new float[1537]));
        assertThatIllegalArgumentException().isThrownBy(() -> Vector.of(new float[] {1}));
    }

    @Test
    void isItsNumbers() {
        float[] numbers = RAMP.clone();
        Vector vector = Vector.of(numbers);
        numbers[0] = 7;
        vector.toFloats()[1] = 7;

        assertThat(vector).isEqualTo(Vector.of(RAMP)).hasSameHashCodeAs(Vector.of(RAMP));
        assertThat(vector).isNotEqualTo(Vector.of(numbers)).isNotEqualTo(RAMP);
        assertThat(vector.toFloats()).isEqualTo(RAMP);
    }

    @Test
    void knowsHowFarTheOtherIs() {
        Vector right = Vector.padded(new float[] {2, 0});

        assertThat(right.distanceTo(right)).isZero();
        assertThat(right.distanceTo(Vector.padded(new float[] {5, 0}))).isZero();
        assertThat(right.distanceTo(Vector.padded(new float[] {0, 1}))).isEqualTo(1);
        assertThat(right.distanceTo(Vector.padded(new float[] {-1, 0}))).isEqualTo(2);
        assertThat(right.distanceTo(Vector.padded(new float[] {1, 1}))).isEqualTo(1 - Math.sqrt(0.5), within(1e-12));
        assertThat(Vector.of(RAMP).distanceTo(Vector.of(RAMP))).isZero();
    }

    @Test
    void comparesNumbersOfEverySize() {
        for (float size : new float[] {Float.MIN_VALUE, 1e-30f, 1e30f, Float.MAX_VALUE}) {
            Vector vector = Vector.padded(new float[] {size, size});

            assertThat(vector.distanceTo(vector)).as("%s", size).isEqualTo(0, within(1e-12));
        }
    }

    @Test
    void keepsDirectionsThatFloat32CanMultiply() {
        for (float size : new float[] {Float.MIN_VALUE, 1e-30f, 1e30f, Float.MAX_VALUE}) {
            float[] kept = Vector.padded(new float[] {size, 0, -size / 4}).toFloats();

            assertThat(kept[0]).as("%s", size).isBetween(0.5f, 2f);
            assertThat(kept[1]).isZero();
            assertThat(kept[2]).as("%s", size).isEqualTo(size == Float.MIN_VALUE ? 0 : -kept[0] / 4);
        }
        assertThat(Vector.padded(new float[] {1e-9f, 1e9f}).toFloats()).startsWith(1e-9f, 1e9f);
    }

    @Test
    void writesTheShortestNumbers() {
        assertThat(Vector.padded(new float[] {0.1f, -1.0E-5f, 3}).json())
                .startsWith("[0.1,-1.0E-5,3.0,0.0,")
                .endsWith(",0.0]");
    }

    private static float[] ramp() {
        float[] numbers = new float[Vector.DIMENSIONS];
        for (int i = 0; i < numbers.length; i++) {
            numbers[i] = (i - 700) / 1000f;
        }
        return numbers;
    }
}
