package com.tripsage.gateway.audit;

/** What was done: an operation on a row, or something else that the change log keeps for the audit alone. */
enum AuditAction {
    INSERT,
    UPDATE,
    DELETE,
    SIGN_IN,
    SCOPE_REFUSED,
    KEY_CHANGED
}
