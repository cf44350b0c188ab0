/**
 * GraphQL over WebSocket: the protocol {@code graphql-transport-ws}, on Tomcat's own WebSocket container. A socket that
 * waits has no thread and few kilobytes.
 */
@ApplicationModule(
        allowedDependencies = {"budget", "graphql", "http", "live", "process", "quota", "refusal", "request", "security"
        })
@NullMarked
package com.tripsage.gateway.websocket;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
