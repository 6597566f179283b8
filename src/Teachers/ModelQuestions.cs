using Microsoft.Extensions.AI;
using Tapir.Teachers.Endpoints;

namespace Tapir.Teachers;

/// <summary>Asks a model and tells an answer from the two ways of getting none that concern one request alone. What stops the whole run is thrown.</summary>
internal static class ModelQuestions
{
    public static async Task<ModelReply> PutAsync(
        this IChatClient client, IReadOnlyList<ChatMessage> messages, int sampleIndex, CancellationToken cancellation)
    {
        ChatResponse response;
        try
        {
            response = await client.GetResponseAsync(messages, SampleIndex.Of(sampleIndex), cancellation).ConfigureAwait(false);
        }
        catch (RequestRejectedException rejected)
        {
            return new Silent(rejected.Message);
        }

        if (response.FinishReason == ChatFinishReason.ContentFilter)
        {
            return new Silent("the endpoint's content filter stopped it");
        }

        return string.IsNullOrWhiteSpace(response.Text)
            ? new Silent("the model replied with nothing")
            : new Said(response.Text, response.FinishReason == ChatFinishReason.Length);
    }
}
