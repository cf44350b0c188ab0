package com.tripsage.gateway.value;

import com.pgvector.PGvector;
import java.nio.ByteBuffer;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.support.SqlValue;

/**
 * An embedding: 1536 finite numbers, not all zero. It is a parameter of a statement as it stands, without a cast. A
 * column is read as {@link Json}, because pgvector's text is JSON.
 */
public final class Vector implements SqlValue {

    /** The number of numbers in an embedding. */
    public static final int DIMENSIONS = 1536;

    /** Pgvector's name of the type. */
    static final String TYPE = "vector";

    /** The number of bytes that {@link #write} writes. */
    static final int BYTES = 2 * Short.BYTES + DIMENSIONS * Float.BYTES;

    /** The limit of the length's exponent: lengths are between 2⁻⁴⁰ and 2⁴¹, and other vectors are kept as ones of the same direction. */
    private static final int MAX_EXPONENT = 40;

    private final float[] values;

    private Vector(float[] values) {
        this.values = values;
    }

    /** A vector of exactly {@link #DIMENSIONS} numbers. */
    public static Vector of(float[] values) {
        if (values.length != DIMENSIONS) {
            throw new IllegalArgumentException("An embedding has " + DIMENSIONS + " numbers, not " + values.length);
        }
        return padded(values);
    }

    /** The vector of a model with at most {@link #DIMENSIONS} numbers, followed by zeros, which change no distance. */
    public static Vector padded(float[] values) {
        if (values.length > DIMENSIONS) {
            throw new IllegalArgumentException(
                    "An embedding has at most " + DIMENSIONS + " numbers, not " + values.length);
        }
        double square = 0;
        for (float value : values) {
            if (!Float.isFinite(value)) {
                throw new IllegalArgumentException("An embedding has finite numbers only");
            }
            square += (double) value * value;
        }
        if (square == 0) {
            throw new IllegalArgumentException("An embedding is not all zero");
        }
        return new Vector(ofUsualLength(Arrays.copyOf(values, DIMENSIONS), Math.getExponent(square) / 2));
    }

    /** Pgvector multiplies float32, which has no room for the squares of very large or small numbers. */
    private static float[] ofUsualLength(float[] values, int exponent) {
        if (Math.abs(exponent) > MAX_EXPONENT) {
            for (int i = 0; i < values.length; i++) {
                values[i] = Math.scalb(values[i], -exponent);
            }
        }
        return values;
    }

    /** The cosine distance, as pgvector's {@code <=>}: 0 for the same direction, 2 for the opposite one. */
    public double distanceTo(Vector other) {
        double product = 0;
        double square = 0;
        double otherSquare = 0;
        for (int i = 0; i < DIMENSIONS; i++) {
            double one = values[i];
            double two = other.values[i];
            product += one * two;
            square += one * one;
            otherSquare += two * two;
        }
        return 1 - Math.clamp(product / Math.sqrt(square * otherSquare), -1, 1);
    }

    /** The numbers as an array in JSON, which is how pgvector writes them too. */
    public String json() {
        return Arrays.toString(values).replace(" ", "");
    }

    /** Writes pgvector's binary format. */
    void write(ByteBuffer bytes) {
        bytes.putShort((short) DIMENSIONS).putShort((short) 0);
        bytes.asFloatBuffer().put(values);
        bytes.position(bytes.position() + DIMENSIONS * Float.BYTES);
    }

    /** The numbers, for the caller to keep. */
    public float[] toFloats() {
        return values.clone();
    }

    @Override
    public void setValue(PreparedStatement statement, int index) throws SQLException {
        statement.setObject(index, new PGvector(values));
    }

    @Override
    public void cleanup() {}

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Vector vector && Arrays.equals(values, vector.values);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(values);
    }

    @Override
    public String toString() {
        return "a vector";
    }
}
