using Azure;

namespace Tapir.Artifacts.Blobs.Tests;

/// <summary>What a refused request means.</summary>
[TestClass]
public sealed class BlobFaultKindTests
{
    [TestMethod]
    [DataRow(404, "BlobNotFound", BlobFaultKind.Answer)]
    [DataRow(409, "BlobAlreadyExists", BlobFaultKind.Answer)]
    [DataRow(412, "ConditionNotMet", BlobFaultKind.Answer)]
    [DataRow(503, "ServerBusy", BlobFaultKind.Away)]
    [DataRow(409, "ContainerBeingDeleted", BlobFaultKind.Away)]
    [DataRow(403, "AuthorizationFailure", BlobFaultKind.Refused)]
    [DataRow(409, "BlobArchived", BlobFaultKind.Unusable, DisplayName = "archived by somebody: no answer to the question asked")]
    [DataRow(409, "BlobImmutableDueToPolicy", BlobFaultKind.Unusable)]
    [DataRow(412, "LeaseIdMissing", BlobFaultKind.Answer, DisplayName = "leased: how a holder shows that a process works for it")]
    public void KindOf_RefusedRequest_TellsAnswersFromObstacles(int status, string code, object kind) =>
        Assert.AreEqual(kind, BlobFaults.KindOf(new RequestFailedException(status, "refused", code, innerException: null)));
}
