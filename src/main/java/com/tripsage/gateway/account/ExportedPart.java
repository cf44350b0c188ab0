package com.tripsage.gateway.account;

import com.tripsage.gateway.database.CallerTransaction;
import com.tripsage.gateway.security.Caller;
import java.io.IOException;
import java.io.OutputStream;

/** A part of an export that a feature writes itself, because its lines are no rows of a table. */
public interface ExportedPart {

    /** The type of its lines, by its name in the API. */
    String type();

    /**
     * Writes what is the caller's as lines of JSON.
     *
     * @param transaction of the whole export
     * @return how many lines
     */
    long write(Caller caller, CallerTransaction transaction, OutputStream lines) throws IOException;
}
