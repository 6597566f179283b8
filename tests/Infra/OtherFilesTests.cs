using System.Diagnostics;
using System.Text.RegularExpressions;

namespace Tapir.Infra.Tests;

/// <summary>Files that no parser of ours reads: what can be said of them without one.</summary>
[TestClass]
public sealed partial class OtherFilesTests
{
    [TestMethod]
    public void SystemdUnit_Verifies()
    {
        if (!File.Exists("/usr/bin/systemd-analyze"))
        {
            Assert.Inconclusive("systemd-analyze is not on this machine; the unit is not checked.");
        }

        using Process verify = Process.Start(new ProcessStartInfo("systemd-analyze", ["verify", Files.PathOf("systemd/tapir.service")]) { RedirectStandardError = true })!;
        string said = verify.StandardError.ReadToEnd();
        verify.WaitForExit();

        // Programs that are not installed here are no fault of the unit.
        Assert.AreEqual("", string.Join('\n', said.Split('\n').Where(line => line.Contains("tapir.service", StringComparison.Ordinal) && !line.Contains("is not executable", StringComparison.Ordinal))));
    }

    [TestMethod]
    public void Bicep_BracketsCloseAndReferencesAreDeclared()
    {
        string text = CommentOf().Replace(Files.Text("azure/main.bicep"), "");
        Assert.AreEqual(text.Count(character => character == '{'), text.Count(character => character == '}'));
        Assert.AreEqual(text.Count(character => character == '['), text.Count(character => character == ']'));
        HashSet<string> declared = [.. DeclarationOf().Matches(text).Select(match => match.Groups[1].Value)];
        foreach (Match use in ParentOf().Matches(text))
        {
            CollectionAssert.Contains(declared.ToArray(), use.Groups[1].Value);
        }
    }

    [TestMethod]
    [DataRow("azure/main.bicep")]
    [DataRow("compose.yaml")]
    [DataRow("kubernetes/base/server.yaml")]
    [DataRow("kubernetes/azure/account.yaml")]
    [DataRow("kubernetes/azure/host.json")]
    [DataRow("host.json")]
    public void File_HoldsNoKey(string file) => Assert.DoesNotMatchRegex("(?i)(accountkey|sharedaccesskey|password|client_?secret)\\s*[=:]\\s*\\S", Files.Text(file));

    [GeneratedRegex(@"^\s*//.*", RegexOptions.Multiline)]
    private static partial Regex CommentOf();

    [GeneratedRegex(@"^(?:resource|param|var)\s+(\w+)", RegexOptions.Multiline)]
    private static partial Regex DeclarationOf();

    [GeneratedRegex(@"^\s*(?:parent|scope): (\w+)", RegexOptions.Multiline)]
    private static partial Regex ParentOf();
}
