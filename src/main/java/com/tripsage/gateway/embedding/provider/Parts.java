package com.tripsage.gateway.embedding.provider;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.ArrayList;
import java.util.List;

/** The parts of texts that are too long for a model, and the one vector that they have together. */
final class Parts {

    private Parts() {}

    /** The text with a question mark for each half of a surrogate pair, which can't be encoded. */
    static String encodable(String text) {
        return new String(text.getBytes(UTF_8), UTF_8);
    }

    /** Parts of a bounded length, which end at white space if some is in their second half, and never within a character. */
    static List<String> of(String text, int most) {
        List<String> parts = new ArrayList<>();
        int start = 0;
        while (text.length() - start > most) {
            int end = end(text, start, start + Math.max(2, most));
            parts.add(text.substring(start, end));
            start = end;
        }
        parts.add(text.substring(start));
        return parts;
    }

    private static int end(String text, int start, int last) {
        for (int end = last; end > start + (last - start) / 2; end--) {
            if (Character.isWhitespace(text.charAt(end - 1))) {
                return end;
            }
        }
        return Character.isHighSurrogate(text.charAt(last - 1)) ? last - 1 : last;
    }

    /** The mean of the parts' directions, each as heavy as its part is long; the one vector as it is. */
    static float[] combined(List<float[]> vectors, List<Integer> lengths) {
        if (vectors.size() == 1) {
            return vectors.get(0);
        }
        double[] sum = new double[vectors.get(0).length];
        for (int part = 0; part < vectors.size(); part++) {
            double weight = Math.max(1, lengths.get(part)) / length(vectors.get(part));
            for (int i = 0; i < sum.length; i++) {
                sum[i] += weight * vectors.get(part)[i];
            }
        }
        double length = 0;
        for (double number : sum) {
            length += number * number;
        }
        if (length == 0) {
            return vectors.get(0);
        }
        float[] mean = new float[sum.length];
        for (int i = 0; i < mean.length; i++) {
            mean[i] = (float) (sum[i] / Math.sqrt(length));
        }
        return mean;
    }

    private static double length(float[] vector) {
        double square = 0;
        for (float number : vector) {
            square += (double) number * number;
        }
        return Math.sqrt(square);
    }
}
