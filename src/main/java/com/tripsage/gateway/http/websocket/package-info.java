/**
 * GraphQL over WebSocket: the protocol {@code graphql-transport-ws}, on Tomcat's own WebSocket container. A socket that
 * waits has no thread and few kilobytes.
 */
@NullMarked
package com.tripsage.gateway.http.websocket;

import org.jspecify.annotations.NullMarked;
