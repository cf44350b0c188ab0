package com.tripsage.gateway.asset;

/** Metadata in XML, where a position is in attributes or elements whose names begin with {@code exif:GPS}. */
final class Xmp {

    private static final int LONGEST = 512;

    private Xmp() {}

    /** Overwrites the value behind a name with blanks; false where there is none to be overwritten. */
    static boolean blank(byte[] window, int name, int end) {
        int limit = Math.min(end, name + LONGEST);
        int at = name;
        while (at < limit && (Character.isLetterOrDigit(window[at]) || window[at] == ':')) {
            at++;
        }
        while (at < limit && window[at] == ' ') {
            at++;
        }
        if (at < limit && window[at] == '>') {
            return blankUntil(window, at + 1, limit, '<');
        }
        if (at < limit && window[at] == '=') {
            at++;
            boolean isQuoted = at < limit && (window[at] == '"' || window[at] == '\'');
            return isQuoted && blankUntil(window, at + 1, limit, (char) window[at]);
        }
        return false;
    }

    private static boolean blankUntil(byte[] window, int from, int limit, char last) {
        boolean isBlanked = false;
        for (int at = from; at < limit && window[at] != last; at++) {
            isBlanked |= window[at] != ' ';
            window[at] = ' ';
        }
        return isBlanked;
    }
}
