package com.tripsage.gateway.graphql;

import com.tripsage.gateway.request.GraphQlRequest;
import com.tripsage.gateway.security.Caller;

/** The source of documents, for requests that bring them and for those that name them. */
public interface DocumentSource {

    /**
     * The text of a request's document.
     *
     * @throws com.tripsage.gateway.refusal.Refusal where it isn't known, or the caller may not have it carried out
     */
    String textOf(GraphQlRequest request, Caller caller);

    /** Whether operators have registered a document under this name. */
    boolean isRegistered(String name);

    /** Remembers a document that its sender has named by its hash, now that it is known to be valid. */
    void remember(GraphQlRequest request, Caller caller);
}
