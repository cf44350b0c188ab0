package com.tripsage.gateway.exchange;

import java.io.BufferedInputStream;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.zip.ZipInputStream;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;

/** A file of rates as the European Central Bank publishes them: zip, csv or xml, of one day or since 1999. Its own bytes say which. */
final class EcbFile {

    /** That of the csv of one day; the others have ISO 8601's. */
    private static final DateTimeFormatter DAY = DateTimeFormatter.ofPattern("d MMMM uuuu", Locale.ENGLISH);

    private final List<ExchangeRate> rates = new ArrayList<>();

    private EcbFile() {}

    /** Its rates; what is none is an {@link IllegalArgumentException}. */
    static List<ExchangeRate> read(Path file) throws IOException {
        var read = new EcbFile();
        try (InputStream in = new BufferedInputStream(Files.newInputStream(file))) {
            read.read(in);
        }
        if (read.rates.isEmpty()) {
            throw new IllegalArgumentException("The file has no rates.");
        }
        return read.rates;
    }

    private void read(InputStream in) throws IOException {
        in.mark(2);
        int first = in.read();
        int second = in.read();
        in.reset();
        if (first == 'P' && second == 'K') {
            var zip = new ZipInputStream(in);
            if (zip.getNextEntry() == null) {
                throw new IllegalArgumentException("The zip file is empty.");
            }
            read(new BufferedInputStream(zip));
        } else if (first == '<') {
            readXml(in);
        } else {
            readCsv(new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8)));
        }
    }

    private void readCsv(BufferedReader lines) throws IOException {
        String head = lines.readLine();
        if (head == null || !head.startsWith("Date,")) {
            throw new IllegalArgumentException(
                    "The first line must begin with Date, as in a csv of the European Central Bank.");
        }
        String[] currencies = cells(head);
        int number = 1;
        for (String line = lines.readLine(); line != null; line = lines.readLine()) {
            number++;
            String[] cells = cells(line);
            if (cells.length > currencies.length) {
                throw new IllegalArgumentException("Line " + number + " has more columns than the first.");
            }
            for (int at = 1; at < cells.length; at++) {
                if (!cells[at].isEmpty() && !cells[at].equals("N/A")) {
                    add("Line " + number, cells[0], currencies[at], cells[at]);
                }
            }
        }
    }

    private static String[] cells(String line) {
        return line.strip().split("\\s*,\\s*");
    }

    private void readXml(InputStream in) {
        XMLInputFactory factory = XMLInputFactory.newDefaultFactory();
        factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
        try {
            XMLStreamReader xml = factory.createXMLStreamReader(in);
            String day = "";
            while (xml.hasNext()) {
                if (xml.next() == XMLStreamReader.START_ELEMENT
                        && xml.getLocalName().equals("Cube")) {
                    String time = xml.getAttributeValue(null, "time");
                    String currency = xml.getAttributeValue(null, "currency");
                    day = time == null ? day : time;
                    if (currency != null) {
                        add(
                                "Line " + xml.getLocation().getLineNumber(),
                                day,
                                currency,
                                String.valueOf(xml.getAttributeValue(null, "rate")));
                    }
                }
            }
        } catch (XMLStreamException e) {
            throw new IllegalArgumentException("The file is no xml: " + e.getMessage(), e);
        }
    }

    private void add(String place, String day, String currency, String rate) {
        try {
            LocalDate date = day.indexOf(' ') < 0 ? LocalDate.parse(day) : LocalDate.parse(day, DAY);
            BigDecimal perEuro = new BigDecimal(rate);
            if (perEuro.signum() > 0 && currency.matches("[A-Z]{3}")) {
                rates.add(new ExchangeRate(currency, date, perEuro));
                return;
            }
        } catch (RuntimeException e) {
            // as below
        }
        throw new IllegalArgumentException(
                "%s has no rate of a currency on a day: %s, %s, %s.".formatted(place, day, currency, rate));
    }
}
