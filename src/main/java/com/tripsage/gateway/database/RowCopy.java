package com.tripsage.gateway.database;

import com.tripsage.gateway.observation.StatementObservation;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;
import org.postgresql.PGConnection;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The copy of a query's rows to an output, each a JSON value in one line, of which no two are held at once. */
record RowCopy(PGConnection connection, String query) {

    private static final Logger LOG = LoggerFactory.getLogger(RowCopy.class);

    /** CSV that never quotes anything: JSON has neither of these characters. */
    private static final String LINES = " (format csv, delimiter E'\\x02', quote E'\\x01')";

    /**
     * Copies them as fast as the output takes them, until nobody wants them any more.
     *
     * @return the number of rows
     * @throws UncheckedIOException where the output fails
     */
    long to(OutputStream output, Cancellation cancellation, @Nullable StatementObservation observation)
            throws SQLException {
        try (StatementObservation observed = observation) {
            try {
                long rows = cancellation.whileStoppable(this::cancel, () -> copy(output));
                if (observed != null) {
                    observed.read(rows);
                }
                return rows;
            } catch (SQLException e) {
                if (observed != null) {
                    observed.failed(e);
                }
                throw e;
            }
        }
    }

    private long copy(OutputStream output) throws SQLException {
        try {
            return connection.getCopyAPI().copyOut("copy (" + query + ") to stdout" + LINES, output);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void cancel() {
        try {
            connection.cancelQuery();
        } catch (SQLException e) {
            LOG.debug("A copy could not be cancelled, and goes on until its timeout: {}", e.getMessage());
        }
    }
}
