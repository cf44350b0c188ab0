package com.tripsage.gateway.database;

import com.tripsage.gateway.GatewayTest;
import com.tripsage.gateway.security.Caller;
import java.util.UUID;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The set-up of tests of transactions, and of the connections that they take. */
@GatewayTest
abstract class DatabaseTest {

    static final int POOL_SIZE = 10;

    @Autowired
    Transactions transactions;

    @Autowired
    ConnectionPool pool;

    @Autowired
    JdbcClient jdbc;

    static Caller caller() {
        UUID id = UUID.randomUUID();
        return new Caller(
                id,
                id + "@example.com",
                "{\"sub\":\"%s\",\"email\":\"%s@example.com\",\"role\":\"authenticated\"}".formatted(id, id));
    }
}
