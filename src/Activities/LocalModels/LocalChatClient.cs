using System.Runtime.CompilerServices;
using Microsoft.Extensions.AI;
using Tapir.Models.ChatTemplates;
using Tapir.Models.Generation;
using Tapir.Models.Generation.Answers;
using Tapir.Models.Generation.Running;
using Tapir.Teachers;
using Tapir.Teachers.Endpoints;

namespace Tapir.Activities.LocalModels;

/// <summary>A model of this process as a chat client: what many ask at one time is answered in one batch.</summary>
/// <param name="runner">Stays its owner's.</param>
/// <param name="modelId">What the model is called in responses.</param>
/// <remarks>Without a seed the chance of an answer follows from the request's <see cref="SampleIndex"/> alone, so that a request that is made again after a kill has the answer that
/// it would have had.</remarks>
public sealed class LocalChatClient(ModelRunner runner, string modelId) : IChatClient
{
    private readonly ChatClientMetadata metadata = new("local", defaultModelId: modelId);

    /// <exception cref="RequestRejectedException">The conversation leaves no room for an answer, or the model's template refuses it.</exception>
    /// <exception cref="ModelBusyException">Too many wait already.</exception>
    public async Task<ChatResponse> GetResponseAsync(IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default)
    {
        RunningAnswer answer = Ask(messages, options, cancellationToken);
        AnswerPiece whole = await answer.ReadAllAsync(cancellationToken).ConfigureAwait(false);
        return new ChatResponse(new ChatMessage(ChatRole.Assistant, whole.Text))
        {
            ModelId = modelId,
            FinishReason = ReasonOf(answer),
            Usage = UsageOf(answer),
        };
    }

    /// <inheritdoc cref="GetResponseAsync" path="/exception"/>
    public async IAsyncEnumerable<ChatResponseUpdate> GetStreamingResponseAsync(
        IEnumerable<ChatMessage> messages, ChatOptions? options = null, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        RunningAnswer answer = Ask(messages, options, cancellationToken);
        await foreach (AnswerPiece piece in answer.ReadAsync(cancellationToken).ConfigureAwait(false))
        {
            yield return new ChatResponseUpdate(ChatRole.Assistant, piece.Text) { ModelId = modelId };
        }

        yield return new ChatResponseUpdate(ChatRole.Assistant, [new UsageContent(UsageOf(answer))]) { ModelId = modelId, FinishReason = ReasonOf(answer) };
    }

    public object? GetService(Type serviceType, object? serviceKey = null)
    {
        ArgumentNullException.ThrowIfNull(serviceType);
        if (serviceKey is not null)
        {
            return null;
        }

        return serviceType == typeof(ChatClientMetadata) ? metadata : serviceType.IsInstanceOfType(this) ? this : null;
    }

    public void Dispose()
    {
        // The runner is its owner's.
    }

    private RunningAnswer Ask(IEnumerable<ChatMessage> messages, ChatOptions? options, CancellationToken cancellation)
    {
        try
        {
            int[] prompt = runner.Language.Chat.Prompt([.. messages.Select(message => new ChatTurn(message.Role.Value, message.Text))]);
            return runner.Ask(prompt, OptionsOf(options), (ulong)(options?.Seed ?? SampleIndex.Read(options)), cancellation);
        }
        catch (Exception problem) when (problem is PromptTooLongException or ChatTemplateException)
        {
            throw new RequestRejectedException(problem.Message);
        }
    }

    private GenerationOptions OptionsOf(ChatOptions? options) => new()
    {
        MaxNewTokens = options?.MaxOutputTokens ?? runner.ContextLength,
        Temperature = options?.Temperature ?? 0,
        TopP = options?.TopP ?? 1,
        TopK = options?.TopK ?? 0,
        FrequencyPenalty = options?.FrequencyPenalty ?? 0,
        PresencePenalty = options?.PresencePenalty ?? 0,
        StopTexts = [.. options?.StopSequences ?? []],
    };

    private static ChatFinishReason ReasonOf(RunningAnswer answer) => answer.Finish == AnswerFinish.Stop ? ChatFinishReason.Stop : ChatFinishReason.Length;

    private static UsageDetails UsageOf(RunningAnswer answer) => new()
    {
        InputTokenCount = answer.PromptTokens,
        OutputTokenCount = answer.AnswerTokens,
        TotalTokenCount = answer.PromptTokens + answer.AnswerTokens,
    };
}
