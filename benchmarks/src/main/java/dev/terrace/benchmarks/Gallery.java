package dev.terrace.benchmarks;

import java.io.IOException;
import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import javax.xml.XMLConstants;
import javax.xml.parsers.DocumentBuilder;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import org.w3c.dom.Element;
import org.xml.sax.InputSource;
import org.xml.sax.SAXException;
import org.xml.sax.helpers.DefaultHandler;

/**
 * The picture beside the tables.
 *
 * @param outcomes of the members, and of drawing where that failed
 * @param picture the name of its file; empty where nothing could be drawn
 */
record Gallery(List<Outcome> outcomes, String picture) {

    private static final String NAME = "plot";

    /** Draws what the main members have found; one that cannot be drawn fails as a member does, and takes nothing with it. */
    static Gallery hang(Wanted wanted, List<Outcome> outcomes, Optional<Plot> plot) throws IOException {
        Path file = wanted.out().resolve(wanted.title() + ".svg");
        Files.deleteIfExists(file);
        List<String> main = Programme.SHORT.members().stream().map(Member::name).toList();
        List<Panel> panels = outcomes.stream()
                .filter(outcome -> main.contains(outcome.name()))
                .flatMap(outcome -> Panel.of(outcome).stream())
                .toList();
        if (panels.isEmpty() || plot.isEmpty()) {
            return new Gallery(outcomes, "");
        }
        try {
            String svg = plot.get().svg("./bench " + wanted.programme().name(), panels);
            check(svg);
            Files.writeString(file, svg);
            return new Gallery(outcomes, file.getFileName().toString());
        } catch (RuntimeException | SAXException | ParserConfigurationException | LinkageError e) {
            List<Outcome> all = new ArrayList<>(outcomes);
            all.add(Outcome.failed(NAME, "./bench " + wanted.programme().name(), 0, "it could not be drawn: " + e));
            return new Gallery(all, "");
        }
    }

    /** Whether it is what browsers take. */
    static void check(String svg) throws SAXException, ParserConfigurationException, IOException {
        DocumentBuilderFactory factory = DocumentBuilderFactory.newInstance();
        factory.setFeature(XMLConstants.FEATURE_SECURE_PROCESSING, true);
        // The library's documents name one that is elsewhere, which nobody needs.
        factory.setFeature("http://apache.org/xml/features/nonvalidating/load-external-dtd", false);
        factory.setNamespaceAware(true);
        DocumentBuilder builder = factory.newDocumentBuilder();
        // Throws what is fatal; the parser's own prints it as well.
        builder.setErrorHandler(new DefaultHandler());
        Element root = builder.parse(new InputSource(new StringReader(svg))).getDocumentElement();
        if (!"svg".equals(root.getLocalName())) {
            throw new SAXException("it is no SVG, but " + root.getLocalName());
        }
    }
}
