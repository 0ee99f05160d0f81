package io.github.uring4j;

import com.sun.source.tree.AnnotationTree;
import com.sun.source.tree.ClassTree;
import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.tree.ExpressionTree;
import com.sun.source.tree.IdentifierTree;
import com.sun.source.tree.LiteralTree;
import com.sun.source.tree.MemberReferenceTree;
import com.sun.source.tree.MemberSelectTree;
import com.sun.source.tree.MethodTree;
import com.sun.source.tree.Tree;
import com.sun.source.tree.VariableTree;
import com.sun.source.util.DocTrees;
import com.sun.source.util.JavacTask;
import com.sun.source.util.TreePath;
import com.sun.source.util.TreePathScanner;
import com.sun.source.util.TreeScanner;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.tools.JavaCompiler;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;

/** What the classes of a directory declare, and what each of their members mentions. */
final class SourceMembers {

  /**
   * A method or a field.
   *
   * @param file the name of its file, without {@code .java}
   * @param signature as in {@code name(int, String)}, or the name of a field
   * @param mentions the names in it, the qualified ones also with their qualifier
   */
  record Member(
      String file,
      String type,
      String name,
      String signature,
      String javadoc,
      Set<String> annotations,
      Set<String> mentions) {}

  private final List<Member> members = new ArrayList<>();

  /** The superclass of each class that names one. */
  private final Map<String, String> superclasses = new HashMap<>();

  private SourceMembers() {}

  static SourceMembers of(Path directory) {
    JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
    try (StandardJavaFileManager manager = compiler.getStandardFileManager(null, null, null);
        Stream<Path> files = Files.list(directory)) {
      List<Path> sources =
          files.filter(file -> file.toString().endsWith(".java")).sorted().toList();
      JavacTask task =
          (JavacTask)
              compiler.getTask(
                  null,
                  manager,
                  null,
                  List.of("-proc:none"),
                  null,
                  manager.getJavaFileObjectsFromPaths(sources));
      DocTrees docs = DocTrees.instance(task);
      SourceMembers found = new SourceMembers();
      for (CompilationUnitTree unit : task.parse()) {
        found.new Declarations(unit, docs).scan(unit, null);
      }
      return found;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Those with a signature, or with a name, in a class. */
  List<Member> find(String type, String signatureOrName) {
    return members.stream()
        .filter(member -> member.type().equals(type))
        .filter(
            member ->
                member.signature().equals(signatureOrName) || member.name().equals(signatureOrName))
        .toList();
  }

  /** The members and types that a file declares. */
  Set<String> namesOfFile(String file) {
    return members.stream()
        .filter(member -> member.file().equals(file))
        .flatMap(member -> Stream.of(member.name(), member.type()))
        .filter(name -> !name.startsWith("<"))
        .collect(Collectors.toSet());
  }

  /** All that a file mentions. */
  Set<String> mentionsOfFile(String file) {
    return members.stream()
        .filter(member -> member.file().equals(file))
        .flatMap(member -> member.mentions().stream())
        .collect(Collectors.toSet());
  }

  /**
   * What a member mentions, and what those of its file and of its superclasses do that it names,
   * and so on.
   */
  Set<String> mentions(Member from) {
    Set<String> files = new LinkedHashSet<>();
    for (String type = from.file(); type != null && files.add(type); ) {
      type = superclasses.get(type);
    }
    List<Member> near = members.stream().filter(member -> files.contains(member.file())).toList();
    Set<String> mentions = new HashSet<>();
    Set<Member> seen = new LinkedHashSet<>(Set.of(from));
    Deque<Member> toDo = new ArrayDeque<>(seen);
    while (!toDo.isEmpty()) {
      Member member = toDo.pop();
      mentions.addAll(member.mentions());
      near.stream().filter(other -> names(member, other)).filter(seen::add).forEach(toDo::push);
    }
    return mentions;
  }

  /** Whether a member names another, or the nested type that it is of. */
  private static boolean names(Member member, Member other) {
    boolean isNested = !other.type().equals(other.file());
    return member.mentions().contains(other.name())
        || (isNested && member.mentions().contains(other.type()));
  }

  private final class Declarations extends TreePathScanner<Void, Void> {

    private final String file;
    private final DocTrees docs;
    private final Deque<String> types = new ArrayDeque<>();

    Declarations(CompilationUnitTree unit, DocTrees docs) {
      String path = unit.getSourceFile().getName();
      file = path.substring(path.lastIndexOf('/') + 1, path.length() - ".java".length());
      this.docs = docs;
    }

    @Override
    public Void visitClass(ClassTree type, Void unused) {
      types.push(type.getSimpleName().toString());
      if (type.getExtendsClause() != null) {
        superclasses.put(types.peek(), type.getExtendsClause().toString().replaceAll("<.*>", ""));
      }
      super.visitClass(type, null);
      types.pop();
      return null;
    }

    @Override
    public Void visitMethod(MethodTree method, Void unused) {
      String name = method.getName().toString();
      String parameters =
          method.getParameters().stream()
              .map(Declarations::erased)
              .collect(Collectors.joining(", "));
      add(name, name + "(" + parameters + ")", method, method.getModifiers().getAnnotations());
      return null;
    }

    @Override
    public Void visitVariable(VariableTree field, Void unused) {
      if (getCurrentPath().getParentPath().getLeaf() instanceof ClassTree) {
        String name = field.getName().toString();
        add(name, name, field, field.getModifiers().getAnnotations());
      }
      return null;
    }

    private void add(String name, String signature, Tree tree, List<? extends Tree> annotations) {
      TreePath path = getCurrentPath();
      String javadoc = docs.getDocComment(path);
      members.add(
          new Member(
              file,
              types.peek(),
              name,
              signature,
              javadoc == null ? "" : javadoc,
              annotations.stream()
                  .map(annotation -> annotation.toString().replaceAll("^@|\\(.*", ""))
                  .collect(Collectors.toSet()),
              Names.in(tree)));
    }

    /** As reflection's simple names have it: {@code T} is Object, {@code ...} an array. */
    private static String erased(VariableTree parameter) {
      String type = parameter.getType().toString().replaceAll("<.*>", "").replace("...", "[]");
      return type.matches("[A-Z]") ? "Object" : type;
    }
  }

  private static final class Names extends TreeScanner<Void, Set<String>> {

    static Set<String> in(Tree tree) {
      Set<String> names = new HashSet<>();
      new Names().scan(tree, names);
      return names;
    }

    @Override
    public Void visitIdentifier(IdentifierTree identifier, Set<String> names) {
      names.add(identifier.getName().toString());
      return null;
    }

    @Override
    public Void visitMemberSelect(MemberSelectTree select, Set<String> names) {
      names.add(select.getIdentifier().toString());
      String text = select.toString();
      if (text.matches("[\\w.]+")) {
        names.add(text);
      }
      return super.visitMemberSelect(select, names);
    }

    /** Names of errnos, say. */
    @Override
    public Void visitLiteral(LiteralTree literal, Set<String> names) {
      if (literal.getValue() instanceof String text && text.matches("[A-Z][A-Z0-9_]+")) {
        names.add(text);
      }
      return null;
    }

    /** Names in annotations may be those of methods, as in MethodSource. */
    @Override
    public Void visitAnnotation(AnnotationTree annotation, Set<String> names) {
      for (ExpressionTree argument : annotation.getArguments()) {
        names.add(argument.toString().replaceAll("^value = |\"", ""));
      }
      return super.visitAnnotation(annotation, names);
    }

    @Override
    public Void visitMemberReference(MemberReferenceTree reference, Set<String> names) {
      names.add(reference.getName().toString());
      return super.visitMemberReference(reference, names);
    }
  }
}
