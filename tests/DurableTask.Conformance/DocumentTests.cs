using System.Text.RegularExpressions;

namespace Tapir.DurableTask.Conformance.Tests;

/// <summary>The page on other SDKs, its programs run as they stand.</summary>
[TestClass]
public sealed partial class DocumentTests
{
    [TestMethod]
    public async Task OtherSdks_ItsWorkerAndClient_PrintWhatThePageSays()
    {
        string page = await File.ReadAllTextAsync(Path.Combine(AppContext.BaseDirectory, "other-sdks.md"));
        string[] programs = [.. Program().Matches(page).Select(match => match.Groups[1].Value)];
        Assert.HasCount(2, programs, "The page has a worker and a client.");
        await using TcpSidecar sidecar = await TcpSidecar.StartAsync();

        string output = await NodeEnvironment.RunBesideAsync(client: programs[1], worker: programs[0], sidecar.Authority);

        StringAssert.Contains(page, "`[1,3]`");
        StringAssert.Contains(output, "[1,3]");
    }

    [GeneratedRegex("```js\n(.*?)```", RegexOptions.Singleline)]
    private static partial Regex Program();
}
