package dev.terrace.flags.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.terrace.flags.OperatorOverride;
import dev.terrace.flags.Problem;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@Tag("proves:FLAG-8")
class KeptFileTest {

    private static final String SOURCE = "store shop";
    private static final Instant NOW = Instant.parse("2027-03-04T05:06:07.000000089Z");
    private static final Document DOCUMENT = Texts.document(Texts.good("kept"))
            .overrides(List.of(
                    new OperatorOverride("mark", "w", NOW.plusNanos(1)), new OperatorOverride("mark", "v", null)));

    @TempDir
    Path directory;

    private Path file;
    private KeptFile kept;

    @BeforeEach
    void open() {
        file = directory.resolve("flags.kept");
        kept = new KeptFile(file);
    }

    @Test
    void saved_isLoadedWithAllOfIt() throws Exception {
        kept.save(SOURCE, Texts.document("older"), NOW);
        kept.save(SOURCE, DOCUMENT, NOW);
        KeptFile.Content content = kept.load(SOURCE);
        assertThat(content.kept()).isEqualTo(NOW);
        assertThat(content.document().digest()).isEqualTo(DOCUMENT.digest());
        assertThat(Texts.of(content.document())).isEqualTo(Texts.good("kept"));
        assertThat(content.document().format()).isEqualTo(DOCUMENT.format());
        assertThat(content.document().overrides()).isEqualTo(DOCUMENT.overrides());
        try (var names = Files.list(directory)) {
            assertThat(names).containsExactly(file);
        }
    }

    @Test
    void everyFlippedBit_isFound() throws IOException {
        kept.save(SOURCE, DOCUMENT, NOW);
        byte[] bytes = Files.readAllBytes(file);
        for (int bit = 0; bit < 8 * bytes.length; bit++) {
            byte[] damaged = bytes.clone();
            damaged[bit / 8] ^= (byte) (1 << bit % 8);
            Files.write(file, damaged);
            assertThat(problem()).as("bit " + bit).isNotNull();
        }
    }

    @Test
    void everyTruncation_andAnythingAppended_isFound() throws IOException {
        kept.save(SOURCE, DOCUMENT, NOW);
        byte[] bytes = Files.readAllBytes(file);
        for (int length = 0; length < bytes.length; length++) {
            Files.write(file, Arrays.copyOf(bytes, length));
            assertThat(problem()).as("length " + length).isNotNull();
        }
        Files.write(file, Arrays.copyOf(bytes, bytes.length + 1));
        assertThat(problem().message()).contains("damaged");
    }

    @Test
    void newerVersion_isRefusedByName() throws IOException {
        kept.save(SOURCE, DOCUMENT, NOW);
        byte[] bytes = Files.readAllBytes(file);
        bytes["terrace-flags-kept ".length()] = '2';
        Files.write(file, bytes);
        assertThat(problem().message()).contains("version \"2\"");
        assertThat(problem().path()).contains("flags.kept");
    }

    @Test
    void bodiesThatFitTheirChecksumAndNothingElse_areRefused() throws IOException {
        for (byte[] body : List.of(
                new byte[0],
                new byte[] {0x7f, -1, -1, -1, 1},
                new byte[] {-1, -1, -1, -1},
                ("\0\0\0\012" + SOURCE).getBytes(StandardCharsets.US_ASCII))) {
            String head = "terrace-flags-kept 1 " + Document.digest(body) + "\n";
            byte[] bytes = Arrays.copyOf(head.getBytes(StandardCharsets.US_ASCII), head.length() + body.length);
            System.arraycopy(body, 0, bytes, head.length(), body.length);
            Files.write(file, bytes);
            assertThat(problem().message()).contains("its content does not");
        }
    }

    @Test
    void anotherSource_isRefusedByName() throws IOException {
        kept.save("store other", DOCUMENT, NOW);
        assertThat(problem().message()).contains("store other");
    }

    @Test
    void nothing_foreignFiles_andHugeOnes_areRefused() throws IOException {
        assertThat(problem().message()).contains("nothing was kept yet");
        Files.writeString(file, "flags: {}\n");
        assertThat(problem().message()).contains("no last known good");
        try (RandomAccessFile large = new RandomAccessFile(file.toFile(), "rw")) {
            large.setLength(100L << 20);
        }
        assertThat(problem().message()).contains("too large");
        Files.delete(file);
        Files.createDirectory(file);
        assertThat(problem().message()).isNotBlank();
    }

    @Test
    void whatIsTooLargeToLoad_isNotSaved_andTheOldOneStays() throws Exception {
        kept.save(SOURCE, DOCUMENT, NOW);
        assertThatThrownBy(() -> kept.save("s".repeat(KeptFile.LARGEST), DOCUMENT, NOW))
                .isInstanceOf(IOException.class);
        assertThat(kept.load(SOURCE).kept()).isEqualTo(NOW);
    }

    @Test
    void whatACrashLeftBeside_isWrittenOver_andALinkIsNotFollowed() throws Exception {
        Path beside = Files.writeString(directory.resolve("flags.kept.new"), "x".repeat(10_000));
        kept.save(SOURCE, DOCUMENT, NOW);
        assertThat(kept.load(SOURCE).kept()).isEqualTo(NOW);
        Path foreign = Files.writeString(directory.resolve("foreign"), "mine");
        Files.createSymbolicLink(beside, foreign);
        assertThatThrownBy(() -> kept.save(SOURCE, DOCUMENT, NOW)).isInstanceOf(IOException.class);
        assertThat(foreign).hasContent("mine");
    }

    private Problem problem() {
        KeptFile.UnusableException e = catchThrowableOfType(KeptFile.UnusableException.class, () -> kept.load(SOURCE));
        assertThat(e).as("a refusal").isNotNull();
        return e.problem();
    }
}
