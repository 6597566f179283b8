using System.Collections.Concurrent;
using Microsoft.Extensions.AI;
using Tapir.Models.Generation.Running;
using Tapir.Teachers.Endpoints;

namespace Tapir.Activities.LocalModels;

/// <summary>The models of this machine that runs ask: each is read once, and answers all who ask it at a time in one batch.</summary>
internal sealed class OpenedModels : IDisposable
{
    private static readonly RunnerLimits Limits = new() { Slots = 32, ContextLength = 4_096, Waiting = 8_192 };
    private readonly ConcurrentDictionary<string, Lazy<Opened>> models = [];

    /// <exception cref="EndpointRefusedException">There is no model at the path, or it cannot be read.</exception>
    public IChatClient Open(string path)
    {
        try
        {
            return models.GetOrAdd(path, static path => new Lazy<Opened>(() => Opened.At(path))).Value.Client;
        }
        catch (LocalModelException missing)
        {
            // It may be there the next time.
            models.TryRemove(path, out _);
            throw new EndpointRefusedException(missing.Message);
        }
    }

    public void Dispose()
    {
        foreach (Lazy<Opened> model in models.Values.Where(model => model.IsValueCreated))
        {
            model.Value.Dispose();
        }
    }

    private sealed record Opened(LocalModel Model, ModelRunner Runner, LocalChatClient Client) : IDisposable
    {
        public static Opened At(string path)
        {
            LocalModel model = LocalModelFile.Open(path);
            ModelRunner runner = new(model.Student, Limits);
            return new Opened(model, runner, new LocalChatClient(runner, $"{model.Name}@{model.Digest[..16]}"));
        }

        public void Dispose()
        {
            Client.Dispose();
            Runner.DisposeAsync().AsTask().GetAwaiter().GetResult();
            Model.Dispose();
        }
    }
}
