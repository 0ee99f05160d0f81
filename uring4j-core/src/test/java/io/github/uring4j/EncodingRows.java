package io.github.uring4j;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;

/** What {@link OperationEncodingTest} prepares, and what the kernel should find in the entry. */
final class EncodingRows {

  static final MemorySegment BUFFER = Arena.ofAuto().allocate(64, 64);
  static final MemorySegment[] PARTS = {BUFFER.asSlice(0, 8), BUFFER.asSlice(16, 4)};
  static final PlainFd FILE = PlainFd.of(7);
  static final PlainFd OTHER = PlainFd.of(8);
  static final PlainFd DIRECTORY = PlainFd.of(9);
  static final SockAddr ADDRESS =
      SockAddr.of(new InetSocketAddress(InetAddress.getLoopbackAddress(), 80));
  static final SockAddr PEER = SockAddr.empty();
  static final MsgHdr OUTGOING = MsgHdr.send(BUFFER);
  static final MsgHdr INCOMING = MsgHdr.receive(BUFFER);
  static final Statx STATX = new Statx();
  static final long AT = 0x1_0000_0001L;

  interface Preparing {
    void on(Ring<String> ring) throws IOException;
  }

  /**
   * @param method what it is a test of, as reflection names it
   * @param setupFlags what the ring must have
   */
  record Row(String method, String expected, int setupFlags, Preparing action) {
    @Override
    public String toString() {
      return method + " writes " + expected;
    }
  }

  static Row row(String method, String expected, Preparing action) {
    return row(method, expected, 0, action);
  }

  static Row row(String method, String expected, int setupFlags, Preparing action) {
    return new Row(method, expected, setupFlags, action);
  }

  static List<Row> operations() {
    return List.of(
        row(
            "read(Object, Fd, MemorySegment, long)",
            "READ fd=7 off=0x100000001 addr=buffer len=64",
            r -> r.read("a", FILE, BUFFER, AT)),
        row(
            "write(Object, Fd, MemorySegment, long)",
            "WRITE fd=7 off=0xffffffffffffffff addr=buffer+8 len=4",
            r -> r.write("a", FILE, BUFFER.asSlice(8, 4), -1)),
        row(
            "readv(Object, Fd, MemorySegment[], long)",
            "READV fd=7 off=0x100000001 addr=[buffer 8, buffer+16 4] len=2",
            r -> r.readv("a", FILE, PARTS, AT)),
        row(
            "writev(Object, Fd, MemorySegment[], long)",
            "WRITEV fd=7 off=0x100000001 addr=[buffer 8, buffer+16 4] len=2",
            r -> r.writev("a", FILE, PARTS, AT)),
        row(
            "readFixed(Object, Fd, RegisteredBuffer, long, int, long)",
            "READ_FIXED fd=7 off=0x100000001 addr=buffer+4 len=12",
            r -> r.readFixed("a", FILE, r.registerBuffer(BUFFER), 4, 12, AT)),
        row(
            "readFixed(Object, Fd, Chunk, int, long)",
            "READ_FIXED fd=7 off=0x100000001 addr=buffer+32 len=12",
            r -> r.readFixed("a", FILE, secondChunk(r), 12, AT)),
        row(
            "writeFixed(Object, Fd, RegisteredBuffer, long, int, long)",
            "WRITE_FIXED fd=7 off=0x100000001 addr=buffer+4 len=12",
            r -> r.writeFixed("a", FILE, r.registerBuffer(BUFFER), 4, 12, AT)),
        row(
            "writeFixed(Object, Fd, Chunk, int, long)",
            "WRITE_FIXED fd=7 off=0x100000001 addr=buffer+32 len=12",
            r -> r.writeFixed("a", FILE, secondChunk(r), 12, AT)),
        row(
            "readvFixed(Object, Fd, RegisteredBuffer, MemorySegment[], long)",
            "READV_FIXED fd=7 off=0x100000001 addr=[buffer 8, buffer+16 4] len=2",
            r -> r.readvFixed("a", FILE, r.registerBuffer(BUFFER), PARTS, AT)),
        row(
            "writevFixed(Object, Fd, RegisteredBuffer, MemorySegment[], long)",
            "WRITEV_FIXED fd=7 off=0x100000001 addr=[buffer 8, buffer+16 4] len=2",
            r -> r.writevFixed("a", FILE, r.registerBuffer(BUFFER), PARTS, AT)),
        row("fsync(Object, Fd)", "FSYNC fd=7", r -> r.fsync("a", FILE)),
        row(
            "fsync(Object, Fd, long, long)",
            "FSYNC fd=7 off=0x1000 len=-1",
            r -> r.fsync("a", FILE, 4096, 0xffff_ffffL)),
        row("fdatasync(Object, Fd)", "FSYNC fd=7 op=0x1", r -> r.fdatasync("a", FILE)),
        row(
            "fdatasync(Object, Fd, long, long)",
            "FSYNC fd=7 off=0x1000 len=8192 op=0x1",
            r -> r.fdatasync("a", FILE, 4096, 8192)),
        row(
            "fallocate(Object, Fd, int, long, long)",
            "FALLOCATE fd=7 off=0x100000001 addr=0x200000000 len=1",
            r -> r.fallocate("a", FILE, FallocateFlags.KEEP_SIZE, AT, 0x2_0000_0000L)),
        row(
            "ftruncate(Object, Fd, long)",
            "FTRUNCATE fd=7 off=0x100000001",
            r -> r.ftruncate("a", FILE, AT)),
        row(
            "splice(Object, Fd, long, Fd, long, int, int)",
            "SPLICE fd=8 off=0xffffffffffffffff addr=0x100000001 len=4096 op=0x1 fileIndex=7",
            r -> r.splice("a", FILE, AT, OTHER, -1, 4096, SpliceFlags.MOVE)),
        row("close(Object, Fd)", "CLOSE fd=7", r -> r.close("a", FILE)),
        row(
            "openat2(Object, PlainFd, String, OpenHow)",
            "OPENAT2 fd=-100 off={flags 0x80041, mode 0644, resolve 0x8} addr=\"häß/x\" len=24",
            r ->
                r.openat2(
                    "a",
                    Fd.CWD,
                    "häß/x",
                    OpenHow.of(OpenFlags.WRONLY | OpenFlags.CREAT)
                        .mode(0644)
                        .resolve(Resolve.BENEATH))),
        row(
            "statx(Object, PlainFd, String, int, int, Statx)",
            "STATX fd=9 off=statx addr=\"\" len=2047 op=0x1000",
            r -> r.statx("a", DIRECTORY, "", AtFlags.EMPTY_PATH, 0x7ff, STATX)),
        row(
            "linkat(Object, PlainFd, String, PlainFd, String, int)",
            "LINKAT fd=9 off=\"new\" addr=\"old\" len=8 op=0x400",
            r -> r.linkat("a", DIRECTORY, "old", OTHER, "new", AtFlags.SYMLINK_FOLLOW)),
        row(
            "renameat(Object, PlainFd, String, PlainFd, String, int)",
            "RENAMEAT fd=9 off=\"new\" addr=\"old\" len=-100 op=0x1",
            r -> r.renameat("a", DIRECTORY, "old", Fd.CWD, "new", RenameFlags.NOREPLACE)),
        row(
            "symlinkat(Object, String, PlainFd, String)",
            "SYMLINKAT fd=9 off=\"link\" addr=\"target\"",
            r -> r.symlinkat("a", "target", DIRECTORY, "link")),
        row(
            "unlinkat(Object, PlainFd, String, int)",
            "UNLINKAT fd=-100 addr=\"name\" op=0x200",
            r -> r.unlinkat("a", Fd.CWD, "name", AtFlags.REMOVEDIR)),
        row(
            "mkdirat(Object, PlainFd, String, int)",
            "MKDIRAT fd=9 addr=\"dir\" len=493",
            r -> r.mkdirat("a", DIRECTORY, "dir", 0755)),
        row(
            "socket(Object, AddressFamily, SocketType, int)",
            "SOCKET fd=10 off=0x80002 len=17",
            r -> r.socket("a", AddressFamily.INET6, SocketType.DGRAM, 17)),
        row(
            "bind(Object, Fd, SockAddr)",
            "BIND fd=7 off=0x10 addr=address",
            r -> r.bind("a", FILE, ADDRESS)),
        row(
            "connect(Object, Fd, SockAddr)",
            "CONNECT fd=7 off=0x10 addr=address",
            r -> r.connect("a", FILE, ADDRESS)),
        row("listen(Object, Fd, int)", "LISTEN fd=7 len=128", r -> r.listen("a", FILE, 128)),
        row("accept(Object, Fd)", "ACCEPT fd=7 op=0x80000", r -> r.accept("a", FILE)),
        row(
            "accept(Object, Fd, SockAddr)",
            "ACCEPT fd=7 off=peer's length addr=peer op=0x80000",
            r -> r.accept("a", FILE, PEER)),
        row(
            "shutdown(Object, Fd, Shutdown)",
            "SHUTDOWN fd=7 len=2",
            r -> r.shutdown("a", FILE, Shutdown.BOTH)),
        row(
            "sendmsg(Object, Fd, MsgHdr, int)",
            "SENDMSG fd=7 addr=outgoing len=1 op=0x4040",
            r -> r.sendmsg("a", FILE, OUTGOING, MsgFlags.DONTWAIT)),
        row(
            "recvmsg(Object, Fd, MsgHdr, int)",
            "RECVMSG fd=7 addr=incoming len=1 op=0x40000100",
            r -> r.recvmsg("a", FILE, INCOMING, MsgFlags.WAITALL)));
  }

  static List<Row> modifiers() {
    return List.of(
        row("Prepared.link()", "NOP flags=0x4 fd=-1", r -> r.nop("a").link()),
        row("Prepared.hardlink()", "NOP flags=0x8 fd=-1", r -> r.nop("a").hardlink()),
        row("Prepared.unlink()", "NOP fd=-1", r -> r.nop("a").link().hardlink().unlink()),
        row("Prepared.drain()", "NOP flags=0x2 fd=-1", r -> r.nop("a").drain()),
        row("Prepared.async()", "NOP flags=0x10 fd=-1", r -> r.nop("a").async()),
        row(
            "PreparedDescriptor.direct()",
            "OPENAT2 fd=9 off={flags 0x0, mode 00, resolve 0x0} addr=\"x\" len=24 fileIndex=-1",
            r -> r.openat2("a", DIRECTORY, "x", OpenHow.readOnly()).direct()),
        row(
            "PreparedDescriptor.direct(int)",
            "ACCEPT fd=7 op=0x800 fileIndex=6",
            r -> r.accept("a", FILE).direct(5).nonBlocking()),
        row(
            "PreparedDescriptor.direct(int)",
            "SOCKET fd=2 off=0x1 fileIndex=1048576",
            r -> r.socket("a", AddressFamily.INET, SocketType.STREAM, 0).direct((1 << 20) - 1)),
        row("Prepared.request()", "NOP fd=-1", r -> assertThat(r.nop("a").request()).isNotNull()),
        row(
            "PreparedIo.rwFlags(int)",
            "READ flags=0x10 fd=7 addr=buffer len=64 op=0x88",
            r ->
                r.read("a", FILE, BUFFER, 0)
                    .rwFlags(RwFlags.NOWAIT)
                    .rwFlags(RwFlags.DONTCACHE)
                    .async()),
        row(
            "PreparedSocket.nonBlocking()",
            "SOCKET fd=2 off=0x80801",
            r -> r.socket("a", AddressFamily.INET, SocketType.STREAM, 0).nonBlocking()),
        row(
            "PreparedSocket.inheritable()",
            "SOCKET fd=2 off=0x801",
            r ->
                r.socket("a", AddressFamily.INET, SocketType.STREAM, 0)
                    .nonBlocking()
                    .inheritable()),
        row(
            "PreparedAccept.nonBlocking()",
            "ACCEPT fd=7 op=0x80800",
            r -> r.accept("a", FILE).nonBlocking()),
        row(
            "PreparedAccept.inheritable()",
            "ACCEPT fd=7 op=0x800",
            r -> r.accept("a", FILE).nonBlocking().inheritable()),
        row(
            "PreparedAccept.doNotWait()",
            "ACCEPT ioprio=0x2 fd=7 op=0x80000",
            r -> r.accept("a", FILE).doNotWait()),
        row(
            "PreparedAccept.pollFirst()",
            "ACCEPT ioprio=0x6 fd=7 op=0x80000",
            r -> r.accept("a", FILE).doNotWait().pollFirst()),
        row(
            "PreparedAccept.multishot()",
            "ACCEPT ioprio=0x5 fd=7 op=0x80000",
            r -> r.accept("a", FILE).pollFirst().multishot()),
        row(
            "PreparedAccept.multishot()",
            "ACCEPT ioprio=0x1 fd=7 fileIndex=-1",
            r -> r.accept("a", FILE).multishot().direct()),
        row(
            "PreparedAccept.direct(int)",
            "ACCEPT fd=7 fileIndex=4",
            r -> r.accept("a", FILE).direct(3)),
        row(
            "PreparedMessage.pollFirst()",
            "SENDMSG ioprio=0x1 fd=7 addr=outgoing len=1 op=0x4000",
            r -> r.sendmsg("a", FILE, OUTGOING, 0).pollFirst()));
  }

  /** Those that take a descriptor of either kind, with a direct one. */
  static List<Row> onDirectDescriptors() {
    return List.of(
        row(
            "read",
            "READ flags=0x1 fd=5 addr=buffer len=64",
            r -> r.read("a", direct(r), BUFFER, 0)),
        row(
            "write",
            "WRITE flags=0x1 fd=5 addr=buffer len=64",
            r -> r.write("a", direct(r), BUFFER, 0)),
        row(
            "readv",
            "READV flags=0x1 fd=5 addr=[buffer 8, buffer+16 4] len=2",
            r -> r.readv("a", direct(r), PARTS, 0)),
        row(
            "writev",
            "WRITEV flags=0x1 fd=5 addr=[buffer 8, buffer+16 4] len=2",
            r -> r.writev("a", direct(r), PARTS, 0)),
        row(
            "readFixed",
            "READ_FIXED flags=0x1 fd=5 addr=buffer len=8",
            r -> r.readFixed("a", direct(r), r.registerBuffer(BUFFER), 0, 8, 0)),
        row(
            "readFixed",
            "READ_FIXED flags=0x1 fd=5 addr=buffer+32 len=8",
            r -> r.readFixed("a", direct(r), secondChunk(r), 8, 0)),
        row(
            "writeFixed",
            "WRITE_FIXED flags=0x1 fd=5 addr=buffer len=8",
            r -> r.writeFixed("a", direct(r), r.registerBuffer(BUFFER), 0, 8, 0)),
        row(
            "writeFixed",
            "WRITE_FIXED flags=0x1 fd=5 addr=buffer+32 len=8",
            r -> r.writeFixed("a", direct(r), secondChunk(r), 8, 0)),
        row(
            "readvFixed",
            "READV_FIXED flags=0x1 fd=5 addr=[buffer 8, buffer+16 4] len=2",
            r -> r.readvFixed("a", direct(r), r.registerBuffer(BUFFER), PARTS, 0)),
        row(
            "writevFixed",
            "WRITEV_FIXED flags=0x1 fd=5 addr=[buffer 8, buffer+16 4] len=2",
            r -> r.writevFixed("a", direct(r), r.registerBuffer(BUFFER), PARTS, 0)),
        row("fsync", "FSYNC flags=0x1 fd=5", r -> r.fsync("a", direct(r))),
        row("fdatasync", "FSYNC flags=0x1 fd=5 op=0x1", r -> r.fdatasync("a", direct(r))),
        row(
            "fallocate",
            "FALLOCATE flags=0x1 fd=5 addr=0x1",
            r -> r.fallocate("a", direct(r), 0, 0, 1)),
        row("ftruncate", "FTRUNCATE flags=0x1 fd=5 off=0x1", r -> r.ftruncate("a", direct(r), 1)),
        row(
            "splice",
            "SPLICE fd=8 len=1 op=0x80000001 fileIndex=5",
            r -> r.splice("a", direct(r), 0, OTHER, 0, 1, SpliceFlags.MOVE)),
        row(
            "splice",
            "SPLICE flags=0x1 fd=5 len=1 fileIndex=8",
            r -> r.splice("a", OTHER, 0, direct(r), 0, 1, 0)),
        row("close", "CLOSE fd=0 fileIndex=6", r -> r.close("a", direct(r))),
        row(
            "bind",
            "BIND flags=0x1 fd=5 off=0x10 addr=address",
            r -> r.bind("a", direct(r), ADDRESS)),
        row(
            "connect",
            "CONNECT flags=0x1 fd=5 off=0x10 addr=address",
            r -> r.connect("a", direct(r), ADDRESS)),
        row("listen", "LISTEN flags=0x1 fd=5 len=1", r -> r.listen("a", direct(r), 1)),
        row("accept", "ACCEPT flags=0x1 fd=5 op=0x80000", r -> r.accept("a", direct(r))),
        row(
            "accept",
            "ACCEPT flags=0x1 fd=5 off=peer's length addr=peer op=0x80000",
            r -> r.accept("a", direct(r), PEER)),
        row("shutdown", "SHUTDOWN flags=0x1 fd=5", r -> r.shutdown("a", direct(r), Shutdown.READ)),
        row(
            "sendmsg",
            "SENDMSG flags=0x1 fd=5 addr=outgoing len=1 op=0x4000",
            r -> r.sendmsg("a", direct(r), OUTGOING, 0)),
        row(
            "recvmsg",
            "RECVMSG flags=0x1 fd=5 addr=incoming len=1 op=0x40000000",
            r -> r.recvmsg("a", direct(r), INCOMING, 0)));
  }

  static DirectFd direct(Ring<String> ring) {
    return new DirectFd(ring, 5);
  }

  static Chunk secondChunk(Ring<String> ring) throws IOException {
    Region region = Region.of(ring.registerBuffer(BUFFER), 32);
    region.allocate();
    return region.allocate();
  }

  private EncodingRows() {}
}
