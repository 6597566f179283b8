using System.Collections.Concurrent;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.Logging;
using Tapir.Teachers.Budgets;
using Tapir.Teachers.Ledger;

namespace Tapir.Teachers.Endpoints;

/// <summary>Opens chat models: every one over the ledger, within the budget of the run that asks, and with the limits of its endpoint. Clients may
/// be opened as often as is convenient; connections and limits are shared.</summary>
/// <remarks>Thread-safe. One for the process; the ledger stays its owner's.</remarks>
public sealed class ChatModels : IDisposable
{
    private readonly ConcurrentDictionary<(ChatModelSpec Spec, string Key), Lazy<EndpointConnection>> connections = new();
    private readonly ConcurrentDictionary<(CallOrigin Origin, int Concurrency, int? PerMinute), CallGate> gates = new();
    private readonly ConcurrentDictionary<(Uri Url, string Model), EndpointHealth> healths = new();
    private readonly IResponseLedger ledger;
    private readonly IChatClient tutor;
    private readonly Func<string, IChatClient> openLocal;
    private readonly TimeProvider time;
    private readonly ILogger logger;
    private readonly Func<string, string?> readVariable;

    /// <param name="tutor">The embedded tutor, for specs of that kind.</param>
    /// <param name="readVariable">Reads an environment variable by name; null: this process's environment.</param>
    /// <param name="openLocal">Opens the model at a path, as often as is convenient; its clients stay whose they are. Null: there are no local models here.</param>
    public ChatModels(
        IResponseLedger ledger,
        IChatClient tutor,
        TimeProvider time,
        ILogger<ChatModels> logger,
        Func<string, string?>? readVariable = null,
        Func<string, IChatClient>? openLocal = null)
    {
        this.openLocal = openLocal ?? (path => throw new ArgumentException($"This process computes no models of its own, so not '{path}'."));
        this.ledger = ledger;
        this.tutor = tutor;
        this.time = time;
        this.logger = logger;
        this.readVariable = readVariable ?? Environment.GetEnvironmentVariable;
    }

    /// <summary>A client whose calls are booked on this scope. It throws <see cref="RunPausedException"/> when the run has to wait for a person.</summary>
    /// <exception cref="ArgumentException">The spec has problems (<see cref="ChatModelSpec.Validate"/> lists them).</exception>
    /// <exception cref="EndpointRefusedException">The key's variable is not set.</exception>
    /// <exception cref="PriceMissingException">The run's budget is in money and the model's price is not known.</exception>
    public IChatClient Open(ChatModelSpec spec, CallScope scope, PriceTable prices)
    {
        if (spec.Validate() is { Count: > 0 } problems)
        {
            throw new ArgumentException(string.Join(' ', problems.Select(p => p.Message)), nameof(spec));
        }

        CallDefaults defaults = new((float?)spec.Temperature, spec.MaxTokens) { SeedsSamples = spec.Kind == ChatModelKind.Local };
        if (spec.Kind != ChatModelKind.OpenAI)
        {
            IChatClient computed = spec.Kind == ChatModelKind.Tutor ? tutor : openLocal(spec.Model);
            CallOrigin own = OriginOf(computed, spec);
            return new LedgerChatClient(computed, ledger, own, scope, defaults, ModelPrice.Free, GateTo(own, spec));
        }

        ModelPrice? price = spec.PriceIn(prices);
        if (price is null && ledger.BudgetOf(scope.Run).Money is not null)
        {
            throw new PriceMissingException(scope.Run, spec.Model);
        }

        CallOrigin origin = new("openai", spec.Url!.AbsoluteUri.TrimEnd('/'), spec.Model);
        CallGate gate = GateTo(origin, spec);
        EndpointHealth health = healths.GetOrAdd((spec.Url!, spec.Model), _ => new EndpointHealth());
        EndpointChatClient endpoint = new(ConnectionTo(spec).Client, spec, health, gate, time);
        return new RetryingChatClient(new LedgerChatClient(endpoint, ledger, origin, scope, defaults, price, gate), spec, time, logger);
    }

    public void Dispose()
    {
        foreach (Lazy<EndpointConnection> connection in connections.Values)
        {
            connection.Value.Dispose();
        }

        foreach (CallGate gate in gates.Values)
        {
            gate.Dispose();
        }
    }

    private CallGate GateTo(CallOrigin origin, ChatModelSpec spec) => gates.GetOrAdd(
        (origin, spec.Concurrency, spec.RequestsPerMinute), _ => new CallGate(spec.Concurrency, spec.RequestsPerMinute, time));

    private EndpointConnection ConnectionTo(ChatModelSpec spec)
    {
        EndpointKey key = EndpointKey.Read(spec, readVariable);
        return connections.GetOrAdd((spec, key.Text), _ => new Lazy<EndpointConnection>(() => new EndpointConnection(spec, key, time))).Value;
    }

    // The tutor's own name and version, and the name of a local model with what it holds, so that one that answers otherwise is asked anew.
    private static CallOrigin OriginOf(IChatClient computed, ChatModelSpec spec) => new(
        spec.Kind == ChatModelKind.Tutor ? "tutor" : "local", "", (computed.GetService(typeof(ChatClientMetadata)) as ChatClientMetadata)?.DefaultModelId ?? spec.Model);
}
