package com.tripsage.gateway.benchmark;

import com.tripsage.gateway.value.Vector;
import java.util.SplittableRandom;

/** How a user's vectors lie. What a search has to tell apart, and so how hard it is, depends on it. */
enum Space {

    /** Each user has four of 200 topics. A vector is a topic + 0.7 × a mix of 6 of 96 factors + 0.5 × noise. */
    CLUSTERED {
        @Override
        Vector vector(long user, SplittableRandom random) {
            long topic = new SplittableRandom(4 * user + random.nextInt(4)).nextInt(TOPICS.length);
            float[] vector = TOPICS[(int) topic].clone();
            for (int k = 0; k < 6; k++) {
                add(vector, FACTORS[random.nextInt(96)], 0.7 / Math.sqrt(6) * random.nextGaussian());
            }
            addNoise(vector, 0.5, random);
            return Vector.of(vector);
        }
    },

    /**
     * Like embeddings of real texts: everything has a direction in common (0.8), and differs by 200 factors, the k-th of the
     * weight 0.5 / √k, and by noise (0.4).
     */
    SPREAD {
        @Override
        Vector vector(long user, SplittableRandom random) {
            float[] vector = new float[Vector.DIMENSIONS];
            add(vector, TOPICS[0], 0.8);
            for (int k = 0; k < FACTORS.length; k++) {
                add(vector, FACTORS[k], 0.5 / Math.sqrt(k + 1) * random.nextGaussian());
            }
            addNoise(vector, 0.4, random);
            return Vector.of(vector);
        }
    },

    /** Every direction is as likely as any other, so that all are almost equally far away: the hardest, and like nothing real. */
    RANDOM {
        @Override
        Vector vector(long user, SplittableRandom random) {
            return Vector.of(direction(random));
        }
    };

    private static final float[][] TOPICS = directions(200, 101);
    private static final float[][] FACTORS = directions(200, 202);

    /** One of a user's vectors: the next that a sequence of random numbers gives. */
    abstract Vector vector(long user, SplittableRandom random);

    private static float[][] directions(int count, long seed) {
        var random = new SplittableRandom(seed);
        float[][] directions = new float[count][];
        for (int i = 0; i < count; i++) {
            directions[i] = direction(random);
        }
        return directions;
    }

    private static float[] direction(SplittableRandom random) {
        float[] direction = new float[Vector.DIMENSIONS];
        addNoise(direction, 1, random);
        return direction;
    }

    private static void add(float[] vector, float[] other, double weight) {
        float factor = (float) weight;
        for (int i = 0; i < vector.length; i++) {
            vector[i] += factor * other[i];
        }
    }

    /** A random direction, whose length is about the weight. */
    private static void addNoise(float[] vector, double weight, SplittableRandom random) {
        double scale = weight / Math.sqrt(vector.length);
        for (int i = 0; i < vector.length; i++) {
            vector[i] += (float) (scale * random.nextGaussian());
        }
    }
}
