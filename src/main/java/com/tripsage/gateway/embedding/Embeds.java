package com.tripsage.gateway.embedding;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * A mark of a controller's method whose root field needs vectors of texts among its arguments. They are made before the operation's
 * transaction begins, and the method finds them in its parameter {@link TextEmbeddings}. The start fails where the schema
 * does not have what the annotation names.
 */
@Documented
@Target(ElementType.METHOD)
@Retention(RetentionPolicy.RUNTIME)
public @interface Embeds {

    /**
     * The path to the text: the name of an argument and those of fields in it, with dots between them, such as
     * {@code "input.description"}. Where a list is on the way, each of its elements has a text.
     */
    String value();

    /** The purpose of the vectors. */
    Purpose purpose() default Purpose.DOCUMENT;

    /**
     * The exception: a path to what makes the vector needless where it is given, such as {@code "input.embedding"}, or where it
     * has a value, such as {@code "mode=KEYWORD"}.
     */
    String unless() default "";
}
