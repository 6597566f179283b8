using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;

namespace Tapir.EndToEnd.Serving;

/// <summary>Keys made and revoked by command while a server runs.</summary>
[TestClass]
public sealed class KeysTests
{
    [TestMethod]
    public async Task Keys_AddedAndRevokedWhileServing_AreHeededAtOnce()
    {
        using TapirProgram program = new();
        using ServedProgram served = ServedProgram.Start(program);

        ProgramResult added = program.Run("keys", "add", "ci", "--scope", "run", "--expires", "90d").AssertExitCode(0);
        Assert.AreEqual(HttpStatusCode.Unauthorized, (await served.Client.GetAsync("/api/runs")).StatusCode);
        served.Client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", added.Output.Trim());
        Assert.AreEqual(HttpStatusCode.OK, (await served.Client.GetAsync("/api/runs")).StatusCode);
        JsonElement listed = program.Run("keys", "list", "--json").AssertExitCode(0).Json();
        program.Run("keys", "revoke", "ci").AssertExitCode(0);

        Assert.AreEqual(HttpStatusCode.Unauthorized, (await served.Client.GetAsync("/api/runs")).StatusCode);
        Assert.AreEqual("ci run active", string.Join(' ', new[] { "name", "scope", "state" }.Select(key => listed[0].GetProperty(key).GetString())));
        Assert.IsFalse(listed[0].TryGetProperty("key", out _));
    }

    [TestMethod]
    public void Keys_AsJson_ShowTheKeyOnce()
    {
        using TapirProgram program = new();

        JsonElement added = program.Run("keys", "add", "ci", "--scope", "admin", "--json").AssertExitCode(0).Json();

        StringAssert.StartsWith(added.GetProperty("key").GetString(), "tapir_");
        program.Run("keys", "add", "ci", "--scope", "read").AssertExitCode(2);
        program.Run("keys", "add", "other", "--scope", "read", "--expires", "soon").AssertExitCode(2);
        program.Run("keys", "revoke", "nobody").AssertExitCode(2);
    }

    [TestMethod]
    public void Serve_ForOthersWithoutTls_RefusesToStart()
    {
        using TapirProgram program = new();

        ProgramResult refused = program.Run("serve", "--urls", "http://0.0.0.0:0").AssertExitCode(2);

        StringAssert.Contains(refused.Errors, "tapir.http.certificate");
    }
}
