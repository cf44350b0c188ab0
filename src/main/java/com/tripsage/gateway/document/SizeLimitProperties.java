package com.tripsage.gateway.document;

import jakarta.validation.constraints.Positive;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;
import org.springframework.validation.annotation.Validated;

/**
 * The limits of what one operation reads, writes and answers.
 *
 * @param answerSize the size of an answer while it is made, and of the rows read for it
 * @param writtenSize the size of the texts that are written to the database, beyond what the request has brought
 * @param errors the most errors that an answer tells, and the most violations in an error
 */
@Validated
@ConfigurationProperties("gateway.limits")
public record SizeLimitProperties(
        @DefaultValue("16MB") DataSize answerSize,
        @DefaultValue("1MB") DataSize writtenSize,
        @DefaultValue("100") @Positive int errors) {}
