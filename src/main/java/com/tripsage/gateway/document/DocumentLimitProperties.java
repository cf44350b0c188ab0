package com.tripsage.gateway.document;

import jakarta.validation.constraints.Positive;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;
import org.springframework.validation.annotation.Validated;

/**
 * The limits of what one document asks for. A fragment counts wherever it is spread.
 *
 * @param documentLength characters of a document, counted before it is parsed
 * @param tokens tokens of a document, counted while it is parsed
 * @param operations operations in a document
 * @param depth levels of fields in an operation, introspection excepted
 * @param fields fields of an operation, introspection excepted
 * @param metaFields fields of an operation that tell about the schema: {@code __typename}, and all of introspection
 * @param introspectionDepth levels of fields below {@code __schema} and {@code __type}
 * @param introspectionValues values that introspection is expected to answer with
 * @param fragments spreads and inline fragments of an operation
 * @param fragmentDepth levels of fragments within fragments
 * @param rootFields fields of an operation that stand at its root
 * @param aliases aliases in an operation
 * @param aliasesPerField aliases of one field of one type in an operation
 * @param directives directives in an operation
 * @param listLength elements of one list among the arguments
 * @param textLength bytes, in UTF-8, of all texts among the arguments of an operation
 * @param cost the highest cost of an operation, as {@code @cost} and {@code @listSize} in the schema have it
 * @param cachedDocuments the memory that parsed documents may take
 */
@Validated
@ConfigurationProperties("gateway.limits")
record DocumentLimitProperties(
        @DefaultValue("32768") @Positive int documentLength,
        @DefaultValue("10000") @Positive int tokens,
        @DefaultValue("50") @Positive int operations,
        @DefaultValue("15") @Positive int depth,
        @DefaultValue("500") @Positive int fields,
        @DefaultValue("500") @Positive int metaFields,
        @DefaultValue("20") @Positive int introspectionDepth,
        @DefaultValue("200000") @Positive int introspectionValues,
        @DefaultValue("500") @Positive int fragments,
        @DefaultValue("100") @Positive int fragmentDepth,
        @DefaultValue("50") @Positive int rootFields,
        @DefaultValue("200") @Positive int aliases,
        @DefaultValue("30") @Positive int aliasesPerField,
        @DefaultValue("100") @Positive int directives,
        @DefaultValue("500") @Positive int listLength,
        @DefaultValue("1000000") @Positive int textLength,
        @DefaultValue("10000") @Positive int cost,
        @DefaultValue("16MB") DataSize cachedDocuments) {}
