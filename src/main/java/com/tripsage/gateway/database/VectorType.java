package com.tripsage.gateway.database;

import com.pgvector.PGvector;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.sql.Types;
import org.postgresql.core.BaseConnection;

/** The type of pgvector, which has another number in each database, and a schema that each provider chooses. */
final class VectorType {

    private static final String FIND = """
            select t.oid, t.typarray
            from pg_catalog.pg_extension e
            join pg_catalog.pg_type t on t.typnamespace = e.extnamespace and t.typname = e.extname
            where e.extname = 'vector'
            """;

    private VectorType() {}

    /** Tells a new connection what the driver would ask the server for at each use, and that vectors go there in binary. */
    static void register(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet type = statement.executeQuery(FIND)) {
            if (type.next()) {
                BaseConnection driver = connection.unwrap(BaseConnection.class);
                int oid = (int) type.getLong(1);
                int arrayOid = (int) type.getLong(2);
                driver.getTypeInfo().addCoreType("vector", oid, Types.OTHER, PGvector.class.getName(), arrayOid);
                // Not for receiving: what is read goes to the client as text.
                driver.getQueryExecutor().addBinarySendOid(oid);
            }
        }
    }
}
