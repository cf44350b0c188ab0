package com.tripsage.gateway.providerkey;

import com.tripsage.gateway.refusal.Refusal;
import com.tripsage.gateway.refusal.Violation;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/** A key to store. */
record SetProviderKeyInput(String provider, String key) {

    private static final Pattern PROVIDER = Pattern.compile("[a-z][a-z0-9_-]{0,49}");
    private static final Pattern KEY = Pattern.compile("[\\x21-\\x7e]{8,500}");

    void check() {
        List<Violation> violations = new ArrayList<>();
        if (!PROVIDER.matcher(provider).matches()) {
            violations.add(new Violation(
                    "input.provider", "must be 1 to 50 of a-z, 0-9, - and _, and begin with a letter, as openai"));
        }
        if (!isKey(key)) {
            violations.add(new Violation("input.key", "must be 8 to 500 visible ASCII characters, without spaces"));
        }
        if (!violations.isEmpty()) {
            throw Refusal.invalid(violations);
        }
    }

    /** Whether a text has the form of a key, which also fits into a header. */
    static boolean isKey(String text) {
        return KEY.matcher(text).matches();
    }

    @Override
    public String toString() {
        return "SetProviderKeyInput[" + provider + "]";
    }
}
