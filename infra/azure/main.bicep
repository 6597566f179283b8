// What Tapir needs on Azure: a cluster with workload identity, blob storage without keys, a Durable Task Scheduler, and the identity that may use both.
//   az deployment group create -g GROUP -f infra/azure/main.bicep
//   az aks get-credentials -g GROUP -n tapir && kubectl apply -k infra/kubernetes/azure     # with the outputs written into its files
// There is no key in it: the storage account refuses them, and Tapir signs in as the identity (DefaultAzureCredential).
// Not tried here: no subscription and no Bicep compiler were at hand.
targetScope = 'resourceGroup'

@description('Where everything is made.')
param location string = resourceGroup().location

@description('What names begin with: 3 to 16 lower-case letters and digits.')
@minLength(3)
@maxLength(16)
param name string = 'tapir'

@description('Size of the machines that the pod runs on.')
param machine string = 'Standard_D4s_v5'

@description('Kubernetes namespace and service account that may sign in as the identity.')
param subject string = 'system:serviceaccount:tapir:tapir'

var storageName = '${name}${uniqueString(resourceGroup().id)}'
var blobContributor = subscriptionResourceId('Microsoft.Authorization/roleDefinitions', 'ba92f5b4-2d11-453d-a403-e96b0029c9fe')
var taskContributor = subscriptionResourceId('Microsoft.Authorization/roleDefinitions', '0ad04412-c4d5-4796-b79c-f76d14c8d402')

resource identity 'Microsoft.ManagedIdentity/userAssignedIdentities@2023-01-31' = {
  name: name
  location: location
}

resource storage 'Microsoft.Storage/storageAccounts@2023-05-01' = {
  name: storageName
  location: location
  sku: { name: 'Standard_ZRS' }
  kind: 'StorageV2'
  properties: {
    allowSharedKeyAccess: false
    allowBlobPublicAccess: false
    minimumTlsVersion: 'TLS1_2'
    supportsHttpsTrafficOnly: true
  }
}

resource blobs 'Microsoft.Storage/storageAccounts/blobServices@2023-05-01' = {
  parent: storage
  name: 'default'
  properties: {
    deleteRetentionPolicy: { enabled: true, days: 14 }
  }
}

resource container 'Microsoft.Storage/storageAccounts/blobServices/containers@2023-05-01' = {
  parent: blobs
  name: 'tapir'
}

resource mayUseBlobs 'Microsoft.Authorization/roleAssignments@2022-04-01' = {
  name: guid(storage.id, identity.id, blobContributor)
  scope: storage
  properties: {
    roleDefinitionId: blobContributor
    principalId: identity.properties.principalId
    principalType: 'ServicePrincipal'
  }
}

resource scheduler 'Microsoft.DurableTask/schedulers@2025-11-01' = {
  name: name
  location: location
  properties: {
    ipAllowlist: ['0.0.0.0/0']
    sku: { name: 'Consumption' }
  }
}

resource hub 'Microsoft.DurableTask/schedulers/taskHubs@2025-11-01' = {
  parent: scheduler
  name: 'tapir'
}

resource mayUseTasks 'Microsoft.Authorization/roleAssignments@2022-04-01' = {
  name: guid(scheduler.id, identity.id, taskContributor)
  scope: scheduler
  properties: {
    roleDefinitionId: taskContributor
    principalId: identity.properties.principalId
    principalType: 'ServicePrincipal'
  }
}

resource cluster 'Microsoft.ContainerService/managedClusters@2024-09-01' = {
  name: name
  location: location
  identity: { type: 'SystemAssigned' }
  properties: {
    dnsPrefix: name
    disableLocalAccounts: false
    oidcIssuerProfile: { enabled: true }
    securityProfile: { workloadIdentity: { enabled: true } }
    agentPoolProfiles: [
      { name: 'pods', mode: 'System', count: 1, vmSize: machine, osType: 'Linux' }
    ]
  }
}

resource trust 'Microsoft.ManagedIdentity/userAssignedIdentities/federatedIdentityCredentials@2023-01-31' = {
  parent: identity
  name: 'tapir'
  properties: {
    issuer: cluster.properties.oidcIssuerProfile.issuerURL
    subject: subject
    audiences: ['api://AzureADTokenExchange']
  }
}

@description('tapir.artifacts.accountUrl of host.json.')
output accountUrl string = storage.properties.primaryEndpoints.blob

@description('azure.workload.identity/client-id of the service account, infra/kubernetes/azure/account.yaml.')
output clientId string = identity.properties.clientId

@description('The scheduler, for `tapir worker --sidecar` and `tapir serve --without sidecar --sidecar`. It holds no secret.')
output schedulerConnection string = 'Endpoint=${scheduler.properties.endpoint};TaskHub=${hub.name};Authentication=WorkloadIdentity'
