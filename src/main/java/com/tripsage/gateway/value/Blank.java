package com.tripsage.gateway.value;

import java.util.regex.Pattern;

/**
 * Texts that show nothing: white space, control characters and what Unicode calls default ignorable, such as zero-width
 * spaces and joiners, and nothing else. The database's {@code gateway.is_blank} is the same.
 */
public final class Blank {

    private static final String CHARACTERS = "[\\x{0}-\\x{20}\\x{7f}-\\x{a0}\\x{ad}\\x{34f}\\x{61c}\\x{115f}\\x{1160}"
            + "\\x{1680}\\x{17b4}\\x{17b5}\\x{180b}-\\x{180f}\\x{2000}-\\x{200f}\\x{2028}-\\x{202f}\\x{205f}-\\x{206f}"
            + "\\x{2800}\\x{3000}\\x{3164}\\x{fe00}-\\x{fe0f}\\x{feff}\\x{ffa0}\\x{fff0}-\\x{fff8}"
            + "\\x{1bca0}-\\x{1bca3}\\x{1d173}-\\x{1d17a}\\x{e0000}-\\x{e0fff}]";

    /** A character that shows something. */
    static final String NOT = "(?s)" + CHARACTERS + "*+.+";

    private static final Pattern BLANK = Pattern.compile(CHARACTERS + "*+");

    private Blank() {}

    public static boolean isBlank(String text) {
        return BLANK.matcher(text).matches();
    }
}
