package com.tripsage.gateway.embedding;

/** Whether an embedding provider can be asked now. */
public enum ProviderState {
    READY,
    /** Its model is on its way. */
    LOADING,
    /** It failed too often, and is not asked for a while. */
    LEFT_ALONE,
    /** There is none, and none is wanted. */
    NONE
}
