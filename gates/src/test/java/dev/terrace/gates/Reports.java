package dev.terrace.gates;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import org.w3c.dom.Element;
import org.xml.sax.SAXException;

/**
 * What the test runs of one module reported.
 *
 * @param skipped the tests that were skipped
 * @param seconds how long all suites took together
 * @param files how many reports there are
 */
record Reports(List<String> skipped, double seconds, int files) {

    private static final Pattern ABSTRACT = Pattern.compile("^(public )?abstract class", Pattern.MULTILINE);

    /** Reads the reports in some of a module's directories; absent ones count as empty. */
    static Reports of(Path module, List<String> directories) throws IOException {
        List<String> skipped = new ArrayList<>();
        double seconds = 0;
        int files = 0;
        for (String directory : directories) {
            Path reports = module.resolve("target").resolve(directory);
            for (Path report : House.files(reports, ".xml")) {
                Element suite = parse(report);
                if (!suite.getTagName().equals("testsuite")) {
                    continue;
                }
                files++;
                seconds += Double.parseDouble(suite.getAttribute("time").replace(",", ""));
                var cases = suite.getElementsByTagName("skipped");
                for (int i = 0; i < cases.getLength(); i++) {
                    Element test = (Element) cases.item(i).getParentNode();
                    skipped.add(test.getAttribute("classname") + "." + test.getAttribute("name") + " in " + report);
                }
            }
        }
        return new Reports(skipped, seconds, files);
    }

    /** Whether a module has test classes whose names end so; abstract ones are run by their heirs. */
    static boolean expected(Path module, String ending) throws IOException {
        for (Path source : House.files(module.resolve("src/test/java"), ending + ".java")) {
            if (!ABSTRACT.matcher(Files.readString(source)).find()) {
                return true;
            }
        }
        return false;
    }

    private static Element parse(Path report) throws IOException {
        try (var in = Files.newInputStream(report)) {
            return DocumentBuilderFactory.newDefaultNSInstance()
                    .newDocumentBuilder()
                    .parse(in)
                    .getDocumentElement();
        } catch (ParserConfigurationException | SAXException e) {
            throw new IOException("not a test report: " + report, e);
        }
    }
}
