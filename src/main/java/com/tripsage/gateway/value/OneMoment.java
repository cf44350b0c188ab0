package com.tripsage.gateway.value;

import jakarta.validation.Constraint;
import jakarta.validation.ConstraintValidator;
import jakarta.validation.ConstraintValidatorContext;
import jakarta.validation.Payload;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import org.jspecify.annotations.Nullable;

/** A constraint on the parts of a time: there is one, and together they are one moment. An error names the part that doesn't fit. */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@Constraint(validatedBy = OneMoment.Check.class)
@interface OneMoment {

    String message() default "";

    Class<?>[] groups() default {};

    Class<? extends Payload>[] payload() default {};

    /** The comparison. */
    class Check implements ConstraintValidator<OneMoment, TicketTimeInput> {

        @Override
        public boolean isValid(TicketTimeInput time, ConstraintValidatorContext context) {
            Mistake mistake = mistakeIn(time);
            if (mistake == null) {
                return true;
            }
            context.disableDefaultConstraintViolation();
            context.buildConstraintViolationWithTemplate(mistake.message)
                    .addPropertyNode(mistake.part)
                    .addConstraintViolation();
            return false;
        }

        private static @Nullable Mistake mistakeIn(TicketTimeInput time) {
            OffsetDateTime instant = time.instant();
            LocalDateTime local = time.localDateTime();
            LocalDate date = time.date();
            if (instant == null && local == null && date == null) {
                return new Mistake("instant", "is needed, or localDateTime, or date");
            }
            ZoneId zone = time.timeZone() == null ? null : TimeZones.of(time.timeZone());
            if (time.timeZone() != null && zone == null) {
                return new Mistake(
                        "timeZone", "must be a time zone of IANA, as Europe/Lisbon, or an offset, as +05:30");
            }
            if (local != null && date != null && !local.toLocalDate().equals(date)) {
                return new Mistake("date", "must be the day of localDateTime");
            }
            if (instant != null && date != null && !mayBeOn(instant, zone, date)) {
                return new Mistake("date", "must be the day of instant");
            }
            boolean agrees = instant == null
                    || local == null
                    || (zone == null
                            ? TimeZones.offsetBetween(instant, local) != null
                            : TimeZones.agree(instant, local, zone));
            return agrees
                    ? null
                    : new Mistake("localDateTime", "must be the time of instant in a time zone, and in timeZone");
        }

        private static boolean mayBeOn(OffsetDateTime instant, @Nullable ZoneId zone, LocalDate date) {
            if (zone != null) {
                return instant.atZoneSameInstant(zone).toLocalDate().equals(date);
            }
            return !date.isBefore(instant.withOffsetSameInstant(ZoneOffset.MIN).toLocalDate())
                    && !date.isAfter(
                            instant.withOffsetSameInstant(ZoneOffset.MAX).toLocalDate());
        }

        /** A part of a time that doesn't fit, and why. */
        private record Mistake(String part, String message) {}
    }
}
