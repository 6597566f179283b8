using System.Net;
using System.Text;
using System.Text.Json;
using Microsoft.Extensions.Logging;
using Tapir.Functions;
using Tapir.Orchestrations.Notifying;

namespace Tapir.Activities.Notifying;

/// <summary>Implements <see cref="NotifyingFunctions"/>: posts notices to the webhooks that this process knows.</summary>
internal sealed class NotifyingActivities(ActivityRooms rooms)
{
    private const string DeliveryHeader = "Tapir-Delivery";

    // A redirection is not followed: it would carry a signed notice to wherever the receiver says.
    private static readonly HttpClient Http = new(new SocketsHttpHandler
    {
        AllowAutoRedirect = false,
        UseCookies = false,
        PooledConnectionLifetime = TimeSpan.FromMinutes(5),
    })
    {
        Timeout = TimeSpan.FromSeconds(30),
    };

    private readonly ILogger logger = rooms.Loggers.CreateLogger<NotifyingActivities>();

    // Not pausable: a run does not wait for a notice.
    public void AddTo(FunctionCatalog catalog) => catalog
        .Add(NotifyingFunctions.FindTargets, (_, input) => Task.FromResult(
            new NoticeTargets([.. rooms.Webhooks().Where(webhook => webhook.Events.Contains(input.Event)).Select(webhook => webhook.Target)])))
        .Add(NotifyingFunctions.Deliver, DeliverAsync);

    private async Task<NoticeDelivery> DeliverAsync(FunctionContext context, DeliverNotice input)
    {
        if (rooms.Webhooks().FirstOrDefault(webhook => webhook.Target == input.Target) is not { } target)
        {
            return new NoticeAddressGone(input.Target);
        }

        if (rooms.ReadVariable(target.SecretVariable) is not { Length: > 0 } secret)
        {
            throw new DeliveryFailedException($"The notice for {target.Origin} cannot be signed: the environment variable {target.SecretVariable} is not set in the process that delivers it.");
        }

        HttpStatusCode status = await PostAsync(target, secret, input, context.Cancellation);
        return status switch
        {
            >= HttpStatusCode.OK and < HttpStatusCode.Ambiguous => new NoticeDelivered(input.Target, (int)status),
            HttpStatusCode.RequestTimeout or HttpStatusCode.TooManyRequests or >= HttpStatusCode.InternalServerError => throw new DeliveryFailedException(
                $"The webhook at {target.Origin} answered {(int)status}."),
            _ => GiveUp(input, $"the webhook at {target.Origin} answered {(int)status}, which another try would not change"),
        };
    }

    private async Task<HttpStatusCode> PostAsync(Webhook target, string secret, DeliverNotice input, CancellationToken cancellation)
    {
        string body = JsonSerializer.Serialize(WebhookBody.Of(input), FunctionJson.Options);
        using HttpRequestMessage request = new(HttpMethod.Post, target.Url) { Content = new StringContent(body, Encoding.UTF8, "application/json") };
        request.Headers.Add(DeliveryHeader, input.Id);
        request.Headers.Add(WebhookSignature.Header, WebhookSignature.Of(secret, rooms.Clock.GetUtcNow(), body));
        try
        {
            using HttpResponseMessage response = await Http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellation);
            return response.StatusCode;
        }
        catch (HttpRequestException problem)
        {
            throw new DeliveryFailedException($"The webhook at {target.Origin} cannot be reached: {problem.Message}");
        }
        catch (TaskCanceledException) when (!cancellation.IsCancellationRequested)
        {
            throw new DeliveryFailedException($"The webhook at {target.Origin} did not answer within {Http.Timeout.TotalSeconds:0} s.");
        }
    }

    private NoticeGivenUp GiveUp(DeliverNotice input, string reason)
    {
        logger.NoticeGivenUp(input.Id, reason);
        return new NoticeGivenUp(input.Target, reason);
    }
}
