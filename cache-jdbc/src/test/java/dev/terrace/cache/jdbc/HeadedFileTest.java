package dev.terrace.cache.jdbc;

import static java.nio.file.StandardOpenOption.CREATE;
import static java.nio.file.StandardOpenOption.READ;
import static java.nio.file.StandardOpenOption.WRITE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HeadedFileTest {

    private static final int BLOCK = StoreHeader.BLOCK;

    @TempDir
    private Path directory;

    private FileChannel disk;
    private HeadedFile file;

    @BeforeEach
    void open() throws IOException {
        disk = FileChannel.open(directory.resolve("a.mv.db"), CREATE, READ, WRITE);
        file = new HeadedFile(disk);
    }

    @AfterEach
    void close() throws IOException {
        file.close();
    }

    @Test
    void chunk_written_isNamedAtOnceByBothBlocks() throws IOException {
        file.write(header(1, 2, Map.of()), 0);

        int written = file.write(chunk(2, 2), 5 * BLOCK);

        assertThat(written).isEqualTo(2 * BLOCK);
        assertThat(read(0)).isEqualTo(read(1)).isEqualTo(fields(2, 5, Map.of()));
        assertThat(bytes(5 * BLOCK, 2 * BLOCK)).isEqualTo(chunk(2, 2));
    }

    @Test
    void chunk_firstAfterTheFileWasClosed_takesTheMarkAway() throws IOException {
        disk.write(header(7, 2, Map.of("clean", "1")), 0);

        file.write(chunk(8, 1), 9 * BLOCK);

        assertThat(read(0)).isEqualTo(fields(8, 9, Map.of()));
    }

    /** Where the file was closed H2 looks at what a chunk may be written over. */
    @Test
    void chunk_firstAfterTheFileWasClosed_isWrittenWhenTheMarkIsGone() throws IOException {
        disk.write(header(7, 2, Map.of("clean", "1")), 0);
        HeadedFile failing = new HeadedFile(new PassingFile(disk) {
            @Override
            public int write(ByteBuffer bytes, long position) throws IOException {
                if (position > 0) {
                    throw new IOException("killed");
                }
                return super.write(bytes, position);
            }
        });

        assertThatThrownBy(() -> failing.write(chunk(8, 1), 9 * BLOCK)).hasMessage("killed");

        assertThat(read(0)).isEqualTo(read(1)).isEqualTo(fields(7, 2, Map.of()));
    }

    @Test
    void header_thatIsBehind_isPutRight() throws IOException {
        file.write(header(1, 2, Map.of()), 0);
        file.write(chunk(2, 1), 5 * BLOCK);
        ByteBuffer behind = header(1, 2, Map.of("created", "77"));

        int written = file.write(behind, 0);

        assertThat(written).isEqualTo(2 * BLOCK);
        assertThat(behind.hasRemaining()).isFalse();
        assertThat(read(0)).isEqualTo(read(1)).isEqualTo(fields(2, 5, Map.of("created", "77")));
    }

    @Test
    void header_thatIsNotBehind_isTakenAsItIs() throws IOException {
        file.write(header(1, 2, Map.of()), 0);
        file.write(chunk(2, 1), 5 * BLOCK);

        file.write(header(2, 3, Map.of("clean", "1")), 0);

        assertThat(read(0)).isEqualTo(fields(2, 3, Map.of("clean", "1")));
    }

    @Test
    void chunk_olderThanTheNewest_isNotNamed() throws IOException {
        file.write(header(6, 2, Map.of()), 0);

        file.write(chunk(5, 1), 9 * BLOCK);

        assertThat(read(0)).isEqualTo(fields(6, 2, Map.of()));
    }

    @Test
    void chunk_newestThatIsMoved_isNamedAtItsNewPlace() throws IOException {
        file.write(header(1, 2, Map.of()), 0);
        file.write(chunk(2, 1), 9 * BLOCK);

        file.write(chunk(2, 1), 4 * BLOCK);

        assertThat(read(0)).isEqualTo(fields(2, 4, Map.of()));
    }

    /** H2 fell back behind what the header names, since that was not whole: what the header says is no measure. */
    @Test
    void chunk_firstSinceTheFileWasOpened_isNamedWhateverTheHeaderSays() throws IOException {
        disk.write(header(9, 2, Map.of()), 0);

        file.write(chunk(5, 1), 7 * BLOCK);

        assertThat(read(0)).isEqualTo(fields(5, 7, Map.of()));
    }

    @Test
    void chunk_writtenInPart_isNotNamed() throws IOException {
        file.write(header(1, 2, Map.of()), 0);
        ByteBuffer part = chunk(2, 2).limit(BLOCK);

        file.write(part, 5 * BLOCK);

        assertThat(read(0)).isEqualTo(fields(1, 2, Map.of()));
    }

    @Test
    void chunk_whereTheFirstBlockIsTorn_restsOnTheSecond() throws IOException {
        disk.write(header(7, 2, Map.of("created", "77")), 0);
        disk.write(ByteBuffer.wrap(new byte[30]), 0);

        file.write(chunk(8, 1), 9 * BLOCK);

        assertThat(read(0)).isEqualTo(read(1)).isEqualTo(fields(8, 9, Map.of("created", "77")));
    }

    @Test
    void chunk_whereOneBlockIsOlder_restsOnTheNewer() throws IOException {
        disk.write(header(7, 2, Map.of("created", "7")), 0);
        disk.write(header(8, 2, Map.of("created", "8")).limit(BLOCK), BLOCK);

        file.write(chunk(9, 1), 9 * BLOCK);

        assertThat(read(0)).isEqualTo(fields(9, 9, Map.of("created", "8")));
    }

    @Test
    void chunk_ofAFileOfAnotherForm_leavesTheHeaderAlone() throws IOException {
        for (Map<String, String> other : List.of(Map.of("format", "4"), Map.of("blockSize", "2000"))) {
            HeadedFile unknown = new HeadedFile(disk);
            unknown.write(header(1, 2, other), 0);

            unknown.write(chunk(2, 1), 5 * BLOCK);
            unknown.write(header(1, 3, other), 0);

            assertThat(disk.size()).isEqualTo(6 * BLOCK);
            assertThat(bytes(0, 2 * BLOCK)).isEqualTo(header(1, 3, other));
        }
    }

    @Test
    void pages_thatAreNoChunk_leaveTheHeaderAlone() throws IOException {
        file.write(header(1, 2, Map.of()), 0);

        file.write(ByteBuffer.wrap("chunk:2,len:1,version:2".getBytes(StandardCharsets.ISO_8859_1)), 5 * BLOCK);
        file.write(chunk(2, 1), 5 * BLOCK + 1);
        file.write(ByteBuffer.allocate(BLOCK), 6 * BLOCK);

        assertThat(read(0)).isEqualTo(fields(1, 2, Map.of()));
    }

    @Test
    void chunk_onADiskThatTakesLittleAtATime_isWrittenAsAWholeBeforeItIsNamed() throws IOException {
        HeadedFile slow = new HeadedFile(new PassingFile(disk) {
            @Override
            public int write(ByteBuffer bytes, long position) throws IOException {
                ByteBuffer little = bytes.slice(bytes.position(), Math.min(1000, bytes.remaining()));
                bytes.position(bytes.position() + little.remaining());
                return disk.write(little, position);
            }
        });
        slow.write(header(1, 2, Map.of()), 0);

        slow.write(chunk(2, 2), 5 * BLOCK);

        assertThat(bytes(5 * BLOCK, 2 * BLOCK)).isEqualTo(chunk(2, 2));
        assertThat(read(1)).isEqualTo(fields(2, 5, Map.of()));
    }

    private Map<String, String> read(int block) throws IOException {
        @Nullable StoreHeader header = StoreHeader.of(bytes(0, 2 * BLOCK), block * BLOCK);
        return Objects.requireNonNull(header).fields();
    }

    private ByteBuffer bytes(long position, int length) throws IOException {
        ByteBuffer bytes = ByteBuffer.allocate(length);
        while (bytes.hasRemaining() && disk.read(bytes, position + bytes.position()) > 0) {}
        return bytes.flip();
    }

    private static ByteBuffer header(long version, long block, Map<String, String> more) {
        return new StoreHeader(fields(version, block, more)).bytes();
    }

    private static Map<String, String> fields(long version, long block, Map<String, String> more) {
        Map<String, String> fields =
                new TreeMap<>(Map.of("H", "2", "blockSize", "1000", "created", "1", "format", "3"));
        fields.put("block", Long.toHexString(block));
        fields.put("chunk", Long.toHexString(version + 16));
        fields.put("version", Long.toHexString(version));
        fields.putAll(more);
        return fields;
    }

    private static ByteBuffer chunk(long version, int blocks) {
        String text = "chunk:" + Long.toHexString(version + 16) + ",len:" + blocks + ",pages:3,version:"
                + Long.toHexString(version) + "   \n and pages";
        return ByteBuffer.allocate(blocks * BLOCK).put(0, text.getBytes(StandardCharsets.ISO_8859_1));
    }
}
