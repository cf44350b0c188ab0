package com.tripsage.gateway.value;

import jakarta.validation.Constraint;
import jakarta.validation.ConstraintValidator;
import jakarta.validation.ConstraintValidatorContext;
import jakarta.validation.Payload;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import java.time.OffsetDateTime;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.PropertyAccessorFactory;

/** A constraint on two dates or times of an input: where both are given, they are in order. An error names the second. */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@Constraint(validatedBy = InOrder.Check.class)
public @interface InOrder {

    String first();

    String second();

    String message() default "must not be before {first}";

    Class<?>[] groups() default {};

    Class<? extends Payload>[] payload() default {};

    /** The comparison. */
    class Check implements ConstraintValidator<InOrder, Record> {

        private String first = "";
        private String second = "";

        @Override
        public void initialize(InOrder order) {
            first = order.first();
            second = order.second();
        }

        @Override
        public boolean isValid(Record input, ConstraintValidatorContext context) {
            var components = PropertyAccessorFactory.forDirectFieldAccess(input);
            if (isInOrder(components.getPropertyValue(first), components.getPropertyValue(second))) {
                return true;
            }
            context.disableDefaultConstraintViolation();
            context.buildConstraintViolationWithTemplate(context.getDefaultConstraintMessageTemplate())
                    .addPropertyNode(second)
                    .addConstraintViolation();
            return false;
        }

        @SuppressWarnings("unchecked")
        private static boolean isInOrder(@Nullable Object earlier, @Nullable Object later) {
            if (earlier instanceof OffsetDateTime first && later instanceof OffsetDateTime second) {
                return !first.isAfter(second);
            }
            return earlier == null || later == null || ((Comparable<Object>) earlier).compareTo(later) <= 0;
        }
    }
}
