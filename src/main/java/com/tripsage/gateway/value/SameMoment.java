package com.tripsage.gateway.value;

import jakarta.validation.Constraint;
import jakarta.validation.ConstraintValidator;
import jakarta.validation.ConstraintValidatorContext;
import jakarta.validation.Payload;
import java.lang.annotation.ElementType;
import java.lang.annotation.Repeatable;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.PropertyAccessorFactory;
import org.springframework.graphql.data.ArgumentValue;

/** A constraint on the two fields that a time may be given in, a moment's or a day's and a ticket's: where both are given, both say it. */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@Repeatable(SameMoment.List.class)
@Constraint(validatedBy = SameMoment.Check.class)
public @interface SameMoment {

    String time();

    String ticket();

    String message() default "must say the same as {time} where both are given";

    Class<?>[] groups() default {};

    Class<? extends Payload>[] payload() default {};

    /** Several of them. */
    @Target(ElementType.TYPE)
    @Retention(RetentionPolicy.RUNTIME)
    @interface List {
        SameMoment[] value();
    }

    /** The comparison. */
    class Check implements ConstraintValidator<SameMoment, Record> {

        private String time = "";
        private String ticket = "";

        @Override
        public void initialize(SameMoment fields) {
            time = fields.time();
            ticket = fields.ticket();
        }

        @Override
        public boolean isValid(Record input, ConstraintValidatorContext context) {
            Object moment = valueOf(input, time);
            if (moment == null || !(valueOf(input, ticket) instanceof TicketTimeInput said) || said.isAt(moment)) {
                return true;
            }
            context.disableDefaultConstraintViolation();
            context.buildConstraintViolationWithTemplate(context.getDefaultConstraintMessageTemplate())
                    .addPropertyNode(ticket)
                    .addConstraintViolation();
            return false;
        }

        private static @Nullable Object valueOf(Record input, String component) {
            Object value = PropertyAccessorFactory.forDirectFieldAccess(input).getPropertyValue(component);
            return value instanceof ArgumentValue<?> argument ? argument.value() : value;
        }
    }
}
