package com.tripsage.gateway.http;

import com.tripsage.gateway.security.Tokens;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;

/** The edge over real HTTP, in front of a stub engine. */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@SpringBootTest(
        classes = EdgeApplication.class,
        webEnvironment = WebEnvironment.RANDOM_PORT,
        properties = {
            "gateway.jwt.secret=0123456789-a-secret-for-tests-0123456789-and-64-bytes-long-for-512",
            "gateway.cors.allow-loopback=false",
            "gateway.graphiql.enabled=true",
            "gateway.operations.token=" + Tokens.OPERATOR,
            "management.endpoint.health.validate-group-membership=false"
        })
public @interface EdgeTest {}
