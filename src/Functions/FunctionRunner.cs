using System.Collections.Concurrent;
using System.Text.Json;
using Microsoft.Extensions.Logging;

namespace Tapir.Functions;

/// <summary>Runs functions through the cache: looks the key up, computes when it is not there, stores, answers. Thread-safe.</summary>
/// <remarks>What an implementation throws passes through unchanged, so that the orchestration sees its type name.</remarks>
public sealed class FunctionRunner
{
    private readonly FunctionCatalog catalog;
    private readonly IResultIndex index;
    private readonly FunctionRunnerOptions options;
    private readonly Lazy<string> numericEnvironment;
    private readonly ConcurrentDictionary<string, string> deviceEnvironments = new(StringComparer.Ordinal);
    private readonly CallReporter reporter;
    private readonly CallResolver resolver;
    private readonly ArtifactHealer healer;

    public FunctionRunner(FunctionCatalog catalog, IResultIndex index, IArtifactPresence artifacts, FunctionRunnerOptions options)
    {
        ArgumentNullException.ThrowIfNull(catalog);
        ArgumentNullException.ThrowIfNull(index);
        ArgumentNullException.ThrowIfNull(artifacts);
        ArgumentNullException.ThrowIfNull(options);
        this.catalog = catalog;
        this.index = index;
        this.options = options;
        numericEnvironment = new Lazy<string>(options.NumericEnvironment);
        reporter = new CallReporter(options);
        ILogger logger = options.LoggerFactory.CreateLogger<FunctionRunner>();
        LimitedWork limited = new(options, new LateResults(index, options.Time, logger), logger);
        Implementations implementations = new(
            artifacts, reporter, options, limited, FindAsync, (artifact, cause, chain, unwanted) => healer!.HealAsync(artifact, cause, chain, unwanted));
        healer = new ArtifactHealer(catalog, index, artifacts, implementations, reporter, RequestAgain, options.Time, logger);
        resolver = new CallResolver(index, artifacts, implementations, options, logger);
    }

    /// <summary>Registers the functions as activities of a worker.</summary>
    /// <param name="registry">The worker's tasks.</param>
    /// <param name="offered">Which functions this worker offers; null for all.</param>
    public void Register(DurableTaskRegistry registry, Func<DurableFunction, bool>? offered = null)
    {
        ArgumentNullException.ThrowIfNull(registry);
        foreach (DurableFunction function in catalog.Functions.Where(offered ?? (_ => true)))
        {
            registry.AddActivityFunc<JsonElement, JsonElement>(function.Name, (context, input) => RunAsync(function.Name, input, context.InstanceId));
        }
    }

    /// <summary>Calls a function with JSON, as an activity or a command line does.</summary>
    /// <param name="function">The function's name.</param>
    /// <param name="input">An input of its type in the form of <see cref="FunctionJson"/>.</param>
    /// <param name="instanceId">The orchestration that calls: <c>RUN</c> or <c>RUN:part:part</c>.</param>
    /// <returns>The output, in canonical JSON whether computed or found.</returns>
    /// <exception cref="UnknownFunctionException">There is no such function.</exception>
    /// <exception cref="FunctionInputException">The input is not of the function's type.</exception>
    /// <exception cref="ArtifactNotRestoredException">An artifact was lost and could not be made again as it was.</exception>
    public async Task<JsonElement> RunAsync(string function, JsonElement input, string instanceId)
    {
        CatalogEntry entry = catalog.Entry(function);
        CallRequest request = Request(entry, entry.ReadInput(input), instanceId);
        Resolution resolution = entry.Function.Recorded
            ? await reporter.ReportAsync(request.Call, () => resolver.ResolveAsync(request), options.Stopping).ConfigureAwait(false)
            : await resolver.ResolveAsync(request).ConfigureAwait(false);
        return JsonSerializer.Deserialize<JsonElement>(resolution.Output, FunctionJson.Options);
    }

    /// <summary>Calls a function with its own types.</summary>
    /// <inheritdoc cref="RunAsync(string, JsonElement, string)"/>
    public async Task<TOutput> RunAsync<TInput, TOutput>(DurableFunction<TInput, TOutput> function, TInput input, string instanceId)
    {
        ArgumentNullException.ThrowIfNull(function);
        JsonElement json = JsonSerializer.SerializeToElement(input, FunctionJson.Options);
        JsonElement output = await RunAsync(function.Name, json, instanceId).ConfigureAwait(false);
        return output.Deserialize<TOutput>(FunctionJson.Options)!;
    }

    /// <summary>Makes a lost artifact again by running what made it. For readers outside of any function: inside, it happens by itself.</summary>
    /// <param name="artifact">The reference, <c>artifact:sha256:...</c>.</param>
    /// <param name="cause">The exception that said it is lost.</param>
    /// <exception cref="ArtifactNotRestoredException">It could not be made again as it was.</exception>
    public Task RestoreAsync(string artifact, Exception cause) => healer.HealAsync(artifact, cause, HealingChain.Start, options.Stopping);

    private CallRequest Request(CatalogEntry entry, FunctionInput input, string instanceId, Guid? healingFor = null)
    {
        DurableFunction function = entry.Function;
        string runId = FunctionContext.RunOf(instanceId);
        string? environment = function.Numeric ? EnvironmentOf(function.DeviceOf(input.Value)) : null;
        string key = FunctionKey.Of(FunctionKey.DocumentOf(function, input.Canonical, environment, runId));
        Call call = new(Guid.CreateVersion7(), runId, instanceId, function.Name, function.Version, key, options.Time.GetUtcNow(), healingFor);
        return new CallRequest(entry, input, call, environment, function.Policy.IsPerRun ? runId : null);
    }

    private string EnvironmentOf(string device) => device.Length == 0 ? numericEnvironment.Value : deviceEnvironments.GetOrAdd(device, options.DeviceEnvironment);

    private async Task<StoredResult?> FindAsync(DurableFunction function, JsonElement input, string instanceId)
    {
        CatalogEntry entry = catalog.Entry(function.Name);
        StoredResult? found = await index.FindAsync(Request(entry, entry.ReadInput(input), instanceId).Call.Key).ConfigureAwait(false);
        return found is not null && entry.Function.Policy.Accepts(found.StoredAt, options.Time.GetUtcNow()) ? found : null;
    }

    private CallRequest RequestAgain(CatalogEntry entry, StoredResult made, HealingChain chain)
    {
        FunctionInput input = entry.ReadInput(JsonSerializer.Deserialize<JsonElement>(made.Input, FunctionJson.Options));
        return Request(entry, input, made.RunId ?? chain.InstanceId ?? "", chain.CallId);
    }
}
