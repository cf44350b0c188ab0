package com.tripsage.gateway.document;

/**
 * The size of a selection set, to which a fragment adds its own wherever it is spread. Counts stop at a bound, so that fragments
 * which double each other can be counted.
 *
 * @param width the number of fields that stand in the set itself
 */
record SelectionSize(
        int depth,
        int introspectionDepth,
        int fragmentDepth,
        long width,
        long fields,
        long metaFields,
        long fragments,
        long aliases,
        long directives) {

    static final SelectionSize NONE = new SelectionSize(0, 0, 0, 0, 0, 0, 0, 0, 0);

    private static final long BOUND = Integer.MAX_VALUE;

    /** The size of a set that has the selections of both. */
    SelectionSize beside(SelectionSize other) {
        return new SelectionSize(
                Math.max(depth, other.depth),
                Math.max(introspectionDepth, other.introspectionDepth),
                Math.max(fragmentDepth, other.fragmentDepth),
                sum(width, other.width),
                sum(fields, other.fields),
                sum(metaFields, other.metaFields),
                sum(fragments, other.fragments),
                sum(aliases, other.aliases),
                sum(directives, other.directives));
    }

    /** The size of a field that has this selection set. */
    SelectionSize inField(int itsAliases, int itsDirectives) {
        return new SelectionSize(
                depth + 1,
                introspectionDepth,
                fragmentDepth,
                1,
                fields + 1,
                metaFields,
                fragments,
                aliases + itsAliases,
                directives + itsDirectives);
    }

    /** The size of a field of introspection that has this selection set, in which nothing is counted as data. */
    SelectionSize inMetaField(int itsAliases, int itsDirectives) {
        return new SelectionSize(
                0,
                Math.max(introspectionDepth, depth),
                fragmentDepth,
                1,
                0,
                sum(metaFields, fields) + 1,
                fragments,
                aliases + itsAliases,
                directives + itsDirectives);
    }

    /** The size of a fragment that has this selection set. */
    SelectionSize inFragment(int itsDirectives) {
        return new SelectionSize(
                depth,
                introspectionDepth,
                fragmentDepth + 1,
                width,
                fields,
                metaFields,
                fragments + 1,
                aliases,
                directives + itsDirectives);
    }

    private static long sum(long one, long other) {
        return Math.min(BOUND, one + other);
    }
}
