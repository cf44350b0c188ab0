package com.tripsage.gateway.security;

import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.function.ToIntFunction;

/**
 * A set of scopes: those that a caller has, or those that an operation needs.
 *
 * @param bits one for each {@link Scope}
 */
public record Scopes(int bits) {

    public static final Scopes NONE = new Scopes(0);

    /** Those of a user, whose areas they are. */
    public static final Scopes ALL = new Scopes(Scope.LINK_READ.bit() - 1);

    /** The scopes that a token with these has. Names that are not known give nothing. */
    public static Scopes granted(Collection<String> names) {
        return of(names, Scope::granted);
    }

    /** The scope of this name alone, as an operation needs it. */
    public static Scopes needed(String name) {
        Scopes needed = of(List.of(name), Scope::bit);
        if (needed.equals(NONE)) {
            throw new IllegalArgumentException("There is no scope " + name);
        }
        return needed;
    }

    private static Scopes of(Collection<String> names, ToIntFunction<Scope> bits) {
        return new Scopes(Arrays.stream(Scope.values())
                .filter(scope -> names.contains(scope.text()))
                .mapToInt(bits)
                .reduce(0, (a, b) -> a | b));
    }

    public Scopes and(Scopes others) {
        return new Scopes(bits | others.bits);
    }

    public Scopes without(Scopes others) {
        return new Scopes(bits & ~others.bits);
    }

    public boolean include(Scopes others) {
        return (others.bits & ~bits) == 0;
    }

    /** The same without those that others of them include. */
    public Scopes least() {
        int included = Arrays.stream(Scope.values())
                .filter(scope -> (scope.bit() & bits) != 0)
                .mapToInt(Scope::included)
                .reduce(0, (a, b) -> a | b);
        return new Scopes(bits & ~included);
    }

    /** Their names in the order of {@link Scope}. */
    public List<String> names() {
        return Arrays.stream(Scope.values())
                .filter(scope -> (scope.bit() & bits) != 0)
                .map(Scope::text)
                .toList();
    }
}
