package com.tripsage.gateway.memory;

import com.tripsage.gateway.value.Vector;
import java.util.Random;

/** Vectors whose distances a test knows; the same ones in each run. */
final class Directions {

    private final Random random;

    Directions(long seed) {
        random = new Random(seed);
    }

    /** Along one of the 1536 axes. */
    static Vector axis(int number) {
        float[] values = new float[Vector.DIMENSIONS];
        values[number] = 1;
        return Vector.of(values);
    }

    /** Any direction, all being equally likely. */
    Vector any() {
        return toVector(gaussians());
    }

    /** A vector of the given cosine distance, in a random direction. */
    Vector away(Vector from, double distance) {
        double[] center = normalized(toDoubles(from));
        double[] aside = gaussians();
        double along = 0;
        for (int i = 0; i < aside.length; i++) {
            along += aside[i] * center[i];
        }
        for (int i = 0; i < aside.length; i++) {
            aside[i] -= along * center[i];
        }
        normalized(aside);
        double cosine = 1 - distance;
        double sine = Math.sqrt(1 - cosine * cosine);
        for (int i = 0; i < aside.length; i++) {
            aside[i] = cosine * center[i] + sine * aside[i];
        }
        return toVector(aside);
    }

    double upTo(double bound) {
        return bound * random.nextDouble();
    }

    private double[] gaussians() {
        double[] values = new double[Vector.DIMENSIONS];
        for (int i = 0; i < values.length; i++) {
            values[i] = random.nextGaussian();
        }
        return values;
    }

    private static double[] normalized(double[] values) {
        double square = 0;
        for (double value : values) {
            square += value * value;
        }
        double length = Math.sqrt(square);
        for (int i = 0; i < values.length; i++) {
            values[i] /= length;
        }
        return values;
    }

    private static double[] toDoubles(Vector vector) {
        float[] floats = vector.toFloats();
        double[] values = new double[floats.length];
        for (int i = 0; i < values.length; i++) {
            values[i] = floats[i];
        }
        return values;
    }

    private static Vector toVector(double[] doubles) {
        float[] values = new float[doubles.length];
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) doubles[i];
        }
        return Vector.of(values);
    }
}
