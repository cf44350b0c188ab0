package com.tripsage.gateway.embedding.provider;

import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** An answer of the API, in which nothing is taken on trust. */
record OpenAiAnswer(@Nullable List<@Nullable Item> data) {

    /** The columns' width. */
    static final int MAX_DIMENSIONS = 1536;

    /** One text's vector. A list, because Jackson would read an array from base64 too, and with the bytes turned around. */
    record Item(@Nullable Integer index, @Nullable List<@Nullable Float> embedding) {}

    /** The vectors in the order of the texts. */
    List<float[]> vectors(int texts, @Nullable Integer dimensions) {
        if (data == null || data.size() != texts) {
            throw malformed("another number of vectors than texts");
        }
        float[][] vectors = new float[texts][];
        for (Item item : data) {
            Integer index = item == null ? null : item.index();
            if (item == null || index == null || index < 0 || index >= texts || vectors[index] != null) {
                throw malformed("vectors that can't be told apart");
            }
            vectors[index] = vector(item.embedding());
        }
        int length = dimensions == null ? vectors[0].length : dimensions;
        if (Stream.of(vectors).anyMatch(vector -> vector.length != length)) {
            throw malformed("vectors of a length that was not expected");
        }
        return List.of(vectors);
    }

    private static float[] vector(@Nullable List<@Nullable Float> numbers) {
        if (numbers == null) {
            throw malformed("no vector for a text");
        }
        if (numbers.size() > MAX_DIMENSIONS) {
            throw malformed("vectors of " + numbers.size() + " numbers, of which " + MAX_DIMENSIONS + " can be stored");
        }
        float[] vector = new float[numbers.size()];
        boolean any = false;
        for (int i = 0; i < vector.length; i++) {
            Float number = numbers.get(i);
            if (number == null || !Float.isFinite(number)) {
                throw malformed("vectors with numbers that are none");
            }
            vector[i] = number;
            any |= number != 0;
        }
        if (!any) {
            throw malformed("vectors without a direction");
        }
        return vector;
    }

    static CallFailed malformed(String what) {
        return CallFailed.forGood("The embedding provider's answer can't be used: it has " + what, true);
    }
}
