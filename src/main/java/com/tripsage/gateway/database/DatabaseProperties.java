package com.tripsage.gateway.database;

import jakarta.validation.constraints.NotBlank;
import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * How the gateway uses PostgreSQL.
 *
 * @param statementTimeout how long one statement may take before PostgreSQL cancels it
 * @param searchPath where PostgreSQL looks for functions and operators of extensions; Supabase keeps them in
 *     {@code extensions}
 */
@Validated
@ConfigurationProperties("gateway.database")
record DatabaseProperties(
        @DefaultValue("5s") Duration statementTimeout,
        @DefaultValue("public, extensions") @NotBlank String searchPath) {}
