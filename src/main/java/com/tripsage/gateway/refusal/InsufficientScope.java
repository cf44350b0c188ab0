package com.tripsage.gateway.refusal;

import java.util.List;

/** The refusal of an operation whose caller's token lacks scopes that the document needs. Nothing of it was done. */
public class InsufficientScope extends RuntimeException {

    private final String scope;

    public InsufficientScope(List<String> missing) {
        // No stack trace: this is to cost as little as it can.
        super("The token lacks the scope " + String.join(" and ", missing), null, false, false);
        this.scope = String.join(" ", missing);
    }

    /** The scopes that are missing, as OAuth writes several. */
    public String scope() {
        return scope;
    }

    public Refusal refusal() {
        return Refusal.insufficientScope(String.valueOf(getMessage()), scope);
    }
}
