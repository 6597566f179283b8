using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.AI;
using Tapir.Teachers.Budgets;
using Tapir.Teachers.Endpoints;
using Tapir.Teachers.Ledger;

namespace Tapir.Teachers.Tests.Fakes;

/// <summary>A server, a ledger and a clock, put together as the program does.</summary>
internal sealed class EndpointBench : IAsyncDisposable
{
    public const string Key = "sk-secret-0123456789abcdef";

    private readonly TemporaryFolder folder = new();

    private EndpointBench(FakeOpenAIServer server)
    {
        Server = server;
        Ledger = ResponseLedger.Open(folder.LedgerPath, TimeProvider.System);
        Models = new ChatModels(Ledger, new FakeChatClient(_ => "tutor"), Time, Log, name => Environment.GetValueOrDefault(name));
        Spec = new ChatModelSpec { Kind = ChatModelKind.OpenAI, Url = server.Url, Model = "gpt-test", KeyVariable = "TEST_KEY", Timeout = TimeSpan.FromSeconds(90) };
    }

    public FakeOpenAIServer Server { get; }

    public SignallingTime Time { get; } = new();

    public LogLines<ChatModels> Log { get; } = new();

    public Dictionary<string, string?> Environment { get; } = new() { ["TEST_KEY"] = Key };

    public ResponseLedger Ledger { get; }

    public ChatModels Models { get; }

    public ChatModelSpec Spec { get; set; }

    public static async Task<EndpointBench> StartAsync(Func<int, HttpContext, Task> behave) => new(await FakeOpenAIServer.StartAsync(behave));

    public IChatClient Open() => Models.Open(Spec, Ledgers.Scope, PriceTable.Empty);

    /// <summary>How long the next pause before another try is, as soon as one begins.</summary>
    public Task<TimeSpan> NextRetry() => Time.NextWait(due => due > TimeSpan.Zero && due < TimeSpan.FromSeconds(61));

    /// <summary>Everything that lies on the disk, as bytes of Latin-1 text.</summary>
    public string DiskBytes() => string.Concat(Directory.GetFiles(folder.Path).Select(file =>
    {
        using FileStream stream = new(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        using StreamReader reader = new(stream, System.Text.Encoding.Latin1);
        return reader.ReadToEnd();
    }));

    public async ValueTask DisposeAsync()
    {
        Models.Dispose();
        await Ledger.DisposeAsync();
        await Server.DisposeAsync();
        folder.Dispose();
    }
}
