package com.tripsage.gateway.embedding;

/** The state of an embedding provider. */
public enum ProviderState {
    READY,
    /** Its model is being loaded. */
    LOADING,
    /** It failed too often, and is left alone for a while. */
    LEFT_ALONE,
    /** The deployment wants no provider. */
    NONE
}
