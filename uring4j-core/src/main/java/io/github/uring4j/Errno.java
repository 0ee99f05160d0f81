package io.github.uring4j;

import io.github.uring4j.abi.ErrnoTexts;
import io.github.uring4j.abi.LinuxConstants;

/**
 * The reasons why a system call fails, as positive numbers.
 *
 * @see <a href="https://man7.org/linux/man-pages/man3/errno.3.html">errno(3)</a>
 */
public final class Errno {

  /** Operation not permitted. */
  public static final int EPERM = LinuxConstants.EPERM;

  /** No such file or directory. */
  public static final int ENOENT = LinuxConstants.ENOENT;

  /** No such process. */
  public static final int ESRCH = LinuxConstants.ESRCH;

  /** Interrupted system call. */
  public static final int EINTR = LinuxConstants.EINTR;

  /** Input/output error. */
  public static final int EIO = LinuxConstants.EIO;

  /** No such device or address. */
  public static final int ENXIO = LinuxConstants.ENXIO;

  /** Argument list too long. */
  public static final int E2BIG = LinuxConstants.E2BIG;

  /** Exec format error. */
  public static final int ENOEXEC = LinuxConstants.ENOEXEC;

  /** Bad file descriptor. */
  public static final int EBADF = LinuxConstants.EBADF;

  /** No child processes. */
  public static final int ECHILD = LinuxConstants.ECHILD;

  /** Resource temporarily unavailable. */
  public static final int EAGAIN = LinuxConstants.EAGAIN;

  /** The same as {@link #EAGAIN}. */
  public static final int EWOULDBLOCK = EAGAIN;

  /** Cannot allocate memory. */
  public static final int ENOMEM = LinuxConstants.ENOMEM;

  /** Permission denied. */
  public static final int EACCES = LinuxConstants.EACCES;

  /** Bad address. */
  public static final int EFAULT = LinuxConstants.EFAULT;

  /** Block device required. */
  public static final int ENOTBLK = LinuxConstants.ENOTBLK;

  /** Device or resource busy. */
  public static final int EBUSY = LinuxConstants.EBUSY;

  /** File exists. */
  public static final int EEXIST = LinuxConstants.EEXIST;

  /** Invalid cross-device link. */
  public static final int EXDEV = LinuxConstants.EXDEV;

  /** No such device. */
  public static final int ENODEV = LinuxConstants.ENODEV;

  /** Not a directory. */
  public static final int ENOTDIR = LinuxConstants.ENOTDIR;

  /** Is a directory. */
  public static final int EISDIR = LinuxConstants.EISDIR;

  /** Invalid argument. */
  public static final int EINVAL = LinuxConstants.EINVAL;

  /** Too many open files in system. */
  public static final int ENFILE = LinuxConstants.ENFILE;

  /** Too many open files. */
  public static final int EMFILE = LinuxConstants.EMFILE;

  /** Inappropriate ioctl for device. */
  public static final int ENOTTY = LinuxConstants.ENOTTY;

  /** Text file busy. */
  public static final int ETXTBSY = LinuxConstants.ETXTBSY;

  /** File too large. */
  public static final int EFBIG = LinuxConstants.EFBIG;

  /** No space left on device. */
  public static final int ENOSPC = LinuxConstants.ENOSPC;

  /** Illegal seek. */
  public static final int ESPIPE = LinuxConstants.ESPIPE;

  /** Read-only file system. */
  public static final int EROFS = LinuxConstants.EROFS;

  /** Too many links. */
  public static final int EMLINK = LinuxConstants.EMLINK;

  /** Broken pipe. */
  public static final int EPIPE = LinuxConstants.EPIPE;

  /** Numerical argument out of domain. */
  public static final int EDOM = LinuxConstants.EDOM;

  /** Numerical result out of range. */
  public static final int ERANGE = LinuxConstants.ERANGE;

  /** Resource deadlock avoided. */
  public static final int EDEADLK = LinuxConstants.EDEADLK;

  /** The same as {@link #EDEADLK}. */
  public static final int EDEADLOCK = EDEADLK;

  /** File name too long. */
  public static final int ENAMETOOLONG = LinuxConstants.ENAMETOOLONG;

  /** No locks available. */
  public static final int ENOLCK = LinuxConstants.ENOLCK;

  /** Function not implemented. */
  public static final int ENOSYS = LinuxConstants.ENOSYS;

  /** Directory not empty. */
  public static final int ENOTEMPTY = LinuxConstants.ENOTEMPTY;

  /** Too many levels of symbolic links. */
  public static final int ELOOP = LinuxConstants.ELOOP;

  /** No message of desired type. */
  public static final int ENOMSG = LinuxConstants.ENOMSG;

  /** Identifier removed. */
  public static final int EIDRM = LinuxConstants.EIDRM;

  /** Channel number out of range. */
  public static final int ECHRNG = LinuxConstants.ECHRNG;

  /** Level 2 not synchronized. */
  public static final int EL2NSYNC = LinuxConstants.EL2NSYNC;

  /** Level 3 halted. */
  public static final int EL3HLT = LinuxConstants.EL3HLT;

  /** Level 3 reset. */
  public static final int EL3RST = LinuxConstants.EL3RST;

  /** Link number out of range. */
  public static final int ELNRNG = LinuxConstants.ELNRNG;

  /** Protocol driver not attached. */
  public static final int EUNATCH = LinuxConstants.EUNATCH;

  /** No CSI structure available. */
  public static final int ENOCSI = LinuxConstants.ENOCSI;

  /** Level 2 halted. */
  public static final int EL2HLT = LinuxConstants.EL2HLT;

  /** Invalid exchange. */
  public static final int EBADE = LinuxConstants.EBADE;

  /** Invalid request descriptor. */
  public static final int EBADR = LinuxConstants.EBADR;

  /** Exchange full. */
  public static final int EXFULL = LinuxConstants.EXFULL;

  /** No anode. */
  public static final int ENOANO = LinuxConstants.ENOANO;

  /** Invalid request code. */
  public static final int EBADRQC = LinuxConstants.EBADRQC;

  /** Invalid slot. */
  public static final int EBADSLT = LinuxConstants.EBADSLT;

  /** Bad font file format. */
  public static final int EBFONT = LinuxConstants.EBFONT;

  /** Device not a stream. */
  public static final int ENOSTR = LinuxConstants.ENOSTR;

  /** No data available. */
  public static final int ENODATA = LinuxConstants.ENODATA;

  /** Timer expired. */
  public static final int ETIME = LinuxConstants.ETIME;

  /** Out of streams resources. */
  public static final int ENOSR = LinuxConstants.ENOSR;

  /** Machine is not on the network. */
  public static final int ENONET = LinuxConstants.ENONET;

  /** Package not installed. */
  public static final int ENOPKG = LinuxConstants.ENOPKG;

  /** Object is remote. */
  public static final int EREMOTE = LinuxConstants.EREMOTE;

  /** Link has been severed. */
  public static final int ENOLINK = LinuxConstants.ENOLINK;

  /** Advertise error. */
  public static final int EADV = LinuxConstants.EADV;

  /** Srmount error. */
  public static final int ESRMNT = LinuxConstants.ESRMNT;

  /** Communication error on send. */
  public static final int ECOMM = LinuxConstants.ECOMM;

  /** Protocol error. */
  public static final int EPROTO = LinuxConstants.EPROTO;

  /** Multihop attempted. */
  public static final int EMULTIHOP = LinuxConstants.EMULTIHOP;

  /** RFS specific error. */
  public static final int EDOTDOT = LinuxConstants.EDOTDOT;

  /** Bad message. */
  public static final int EBADMSG = LinuxConstants.EBADMSG;

  /** Value too large for defined data type. */
  public static final int EOVERFLOW = LinuxConstants.EOVERFLOW;

  /** Name not unique on network. */
  public static final int ENOTUNIQ = LinuxConstants.ENOTUNIQ;

  /** File descriptor in bad state. */
  public static final int EBADFD = LinuxConstants.EBADFD;

  /** Remote address changed. */
  public static final int EREMCHG = LinuxConstants.EREMCHG;

  /** Can not access a needed shared library. */
  public static final int ELIBACC = LinuxConstants.ELIBACC;

  /** Accessing a corrupted shared library. */
  public static final int ELIBBAD = LinuxConstants.ELIBBAD;

  /** .lib section in a.out corrupted. */
  public static final int ELIBSCN = LinuxConstants.ELIBSCN;

  /** Attempting to link in too many shared libraries. */
  public static final int ELIBMAX = LinuxConstants.ELIBMAX;

  /** Cannot exec a shared library directly. */
  public static final int ELIBEXEC = LinuxConstants.ELIBEXEC;

  /** Invalid or incomplete multibyte or wide character. */
  public static final int EILSEQ = LinuxConstants.EILSEQ;

  /** Interrupted system call should be restarted. */
  public static final int ERESTART = LinuxConstants.ERESTART;

  /** Streams pipe error. */
  public static final int ESTRPIPE = LinuxConstants.ESTRPIPE;

  /** Too many users. */
  public static final int EUSERS = LinuxConstants.EUSERS;

  /** Socket operation on non-socket. */
  public static final int ENOTSOCK = LinuxConstants.ENOTSOCK;

  /** Destination address required. */
  public static final int EDESTADDRREQ = LinuxConstants.EDESTADDRREQ;

  /** Message too long. */
  public static final int EMSGSIZE = LinuxConstants.EMSGSIZE;

  /** Protocol wrong type for socket. */
  public static final int EPROTOTYPE = LinuxConstants.EPROTOTYPE;

  /** Protocol not available. */
  public static final int ENOPROTOOPT = LinuxConstants.ENOPROTOOPT;

  /** Protocol not supported. */
  public static final int EPROTONOSUPPORT = LinuxConstants.EPROTONOSUPPORT;

  /** Socket type not supported. */
  public static final int ESOCKTNOSUPPORT = LinuxConstants.ESOCKTNOSUPPORT;

  /** Operation not supported. */
  public static final int EOPNOTSUPP = LinuxConstants.EOPNOTSUPP;

  /** The same as {@link #EOPNOTSUPP}. */
  public static final int ENOTSUP = EOPNOTSUPP;

  /** Protocol family not supported. */
  public static final int EPFNOSUPPORT = LinuxConstants.EPFNOSUPPORT;

  /** Address family not supported by protocol. */
  public static final int EAFNOSUPPORT = LinuxConstants.EAFNOSUPPORT;

  /** Address already in use. */
  public static final int EADDRINUSE = LinuxConstants.EADDRINUSE;

  /** Cannot assign requested address. */
  public static final int EADDRNOTAVAIL = LinuxConstants.EADDRNOTAVAIL;

  /** Network is down. */
  public static final int ENETDOWN = LinuxConstants.ENETDOWN;

  /** Network is unreachable. */
  public static final int ENETUNREACH = LinuxConstants.ENETUNREACH;

  /** Network dropped connection on reset. */
  public static final int ENETRESET = LinuxConstants.ENETRESET;

  /** Software caused connection abort. */
  public static final int ECONNABORTED = LinuxConstants.ECONNABORTED;

  /** Connection reset by peer. */
  public static final int ECONNRESET = LinuxConstants.ECONNRESET;

  /** No buffer space available. */
  public static final int ENOBUFS = LinuxConstants.ENOBUFS;

  /** Transport endpoint is already connected. */
  public static final int EISCONN = LinuxConstants.EISCONN;

  /** Transport endpoint is not connected. */
  public static final int ENOTCONN = LinuxConstants.ENOTCONN;

  /** Cannot send after transport endpoint shutdown. */
  public static final int ESHUTDOWN = LinuxConstants.ESHUTDOWN;

  /** Too many references: cannot splice. */
  public static final int ETOOMANYREFS = LinuxConstants.ETOOMANYREFS;

  /** Connection timed out. */
  public static final int ETIMEDOUT = LinuxConstants.ETIMEDOUT;

  /** Connection refused. */
  public static final int ECONNREFUSED = LinuxConstants.ECONNREFUSED;

  /** Host is down. */
  public static final int EHOSTDOWN = LinuxConstants.EHOSTDOWN;

  /** No route to host. */
  public static final int EHOSTUNREACH = LinuxConstants.EHOSTUNREACH;

  /** Operation already in progress. */
  public static final int EALREADY = LinuxConstants.EALREADY;

  /** Operation now in progress. */
  public static final int EINPROGRESS = LinuxConstants.EINPROGRESS;

  /** Stale file handle. */
  public static final int ESTALE = LinuxConstants.ESTALE;

  /** Structure needs cleaning. */
  public static final int EUCLEAN = LinuxConstants.EUCLEAN;

  /** Not a XENIX named type file. */
  public static final int ENOTNAM = LinuxConstants.ENOTNAM;

  /** No XENIX semaphores available. */
  public static final int ENAVAIL = LinuxConstants.ENAVAIL;

  /** Is a named type file. */
  public static final int EISNAM = LinuxConstants.EISNAM;

  /** Remote I/O error. */
  public static final int EREMOTEIO = LinuxConstants.EREMOTEIO;

  /** Disk quota exceeded. */
  public static final int EDQUOT = LinuxConstants.EDQUOT;

  /** No medium found. */
  public static final int ENOMEDIUM = LinuxConstants.ENOMEDIUM;

  /** Wrong medium type. */
  public static final int EMEDIUMTYPE = LinuxConstants.EMEDIUMTYPE;

  /** Operation canceled. */
  public static final int ECANCELED = LinuxConstants.ECANCELED;

  /** Required key not available. */
  public static final int ENOKEY = LinuxConstants.ENOKEY;

  /** Key has expired. */
  public static final int EKEYEXPIRED = LinuxConstants.EKEYEXPIRED;

  /** Key has been revoked. */
  public static final int EKEYREVOKED = LinuxConstants.EKEYREVOKED;

  /** Key was rejected by service. */
  public static final int EKEYREJECTED = LinuxConstants.EKEYREJECTED;

  /** Owner died. */
  public static final int EOWNERDEAD = LinuxConstants.EOWNERDEAD;

  /** State not recoverable. */
  public static final int ENOTRECOVERABLE = LinuxConstants.ENOTRECOVERABLE;

  /** Operation not possible due to RF-kill. */
  public static final int ERFKILL = LinuxConstants.ERFKILL;

  /** Memory page has hardware error. */
  public static final int EHWPOISON = LinuxConstants.EHWPOISON;

  /**
   * Interrupted, and the kernel did not say so as {@link #EINTR}: a number of its own, which Linux
   * 6.18 lets out where a splice or tee is cancelled that waits in a worker. Treat the two alike.
   */
  public static final int ERESTARTSYS = 512;

  private Errno() {}

  /**
   * The name of an errno, such as {@code ENOENT}.
   *
   * @param errno a positive number
   * @return its name, or the number as text if it is unknown
   */
  public static String name(int errno) {
    if (errno == ERESTARTSYS) {
      return "ERESTARTSYS";
    }
    String name = ErrnoTexts.name(errno);
    return name != null ? name : Integer.toString(errno);
  }

  /**
   * What an errno means, such as {@code No such file or directory}.
   *
   * @param errno a positive number
   * @return the text of strerror(3) in English
   */
  public static String message(int errno) {
    if (errno == ERESTARTSYS) {
      return "Interrupted system call, not to be seen by programs";
    }
    String message = ErrnoTexts.message(errno);
    return message != null ? message : "Unknown error " + errno;
  }
}
