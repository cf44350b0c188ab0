package com.tripsage.gateway.accommodation;

import com.tripsage.gateway.value.MoneyInput;
import jakarta.validation.Constraint;
import jakarta.validation.ConstraintValidator;
import jakarta.validation.ConstraintValidatorContext;
import jakarta.validation.Payload;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** A constraint on the two prices of a stay: both are in one currency. One without a currency takes that of the other. */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@Constraint(validatedBy = OneCurrency.Check.class)
@interface OneCurrency {

    String message() default "must be in the currency of pricePerNight";

    Class<?>[] groups() default {};

    Class<? extends Payload>[] payload() default {};

    /** The comparison. */
    class Check implements ConstraintValidator<OneCurrency, Prices> {

        @Override
        public boolean isValid(Prices prices, ConstraintValidatorContext context) {
            MoneyInput nightly = prices.nightly();
            MoneyInput total = prices.total();
            if (nightly == null
                    || total == null
                    || nightly.currency() == null
                    || total.currency() == null
                    || nightly.currency().equals(total.currency())) {
                return true;
            }
            context.disableDefaultConstraintViolation();
            context.buildConstraintViolationWithTemplate(context.getDefaultConstraintMessageTemplate())
                    .addPropertyNode("totalPrice")
                    .addConstraintViolation();
            return false;
        }
    }
}
