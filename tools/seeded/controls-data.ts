import type { Catalog } from './catalog';
import { flipped, inPublicSubnet, removed, removedWithKey, to, without } from './operators';
import { EVERYBODY_MAY, guards, opened } from './policies';

const ENCRYPTION = 'BucketEncryption/ServerSideEncryptionConfiguration';

/** What is stored, what protects it, and what is written down of it. */
export const DATA_CONTROLS: Catalog = {
  'AWS::RDS::DBCluster': {
    controls: {
      BackupRetentionPeriod: [removed, to(1)],
      DBClusterParameterGroupName: [removed],
      EnableCloudwatchLogsExports: [removed],
      EnableIAMDatabaseAuthentication: [removed, flipped],
      KmsKeyId: [removed, to('alias/aws/rds')],
      MasterUserPassword: [to('correct-horse-battery')],
      MasterUsername: [to('postgres', 'admin')],
      StorageEncrypted: [removed, flipped],
    },
    plain: [
      ...['DBClusterIdentifier', 'DBSubnetGroupName', 'DatabaseName', 'DeleteAutomatedBackups', 'DeletionProtection'],
      ...[
        'CopyTagsToSnapshot',
        'DatabaseInsightsMode',
        'EnableCloudwatchLogsExports',
        'Engine',
        'EngineVersion',
        'PerformanceInsightsEnabled',
        'Port',
        'VpcSecurityGroupIds',
      ],
    ],
  },
  'AWS::RDS::DBClusterParameterGroup': {
    controls: {
      'Parameters/rds.force_ssl': [removed, to('0')],
      // Left out, it is TLS 1.2 in the versions that Aurora offers.
      'Parameters/ssl_min_protocol_version': [to('TLSv1', 'TLSv1.1')],
      'Parameters/pgaudit.log': [removed, to('none', 'misc')],
      'Parameters/log_connections': [removed, to('0')],
      'Parameters/shared_preload_libraries': [removed, to('pg_stat_statements')],
    },
    plain: ['Description', 'Family', 'Parameters/log_disconnections', 'Parameters/pgaudit.role'],
  },
  'AWS::RDS::DBInstance': {
    controls: {
      AutoMinorVersionUpgrade: [flipped],
      MonitoringInterval: [removed, to(0)],
      PubliclyAccessible: [flipped],
    },
    plain: [
      ...['DBClusterIdentifier', 'DBInstanceClass', 'DBInstanceIdentifier', 'Engine', 'MonitoringRoleArn'],
      'PromotionTier',
    ],
  },
  'AWS::RDS::DBSubnetGroup': {
    controls: { SubnetIds: [inPublicSubnet] },
    plain: ['DBSubnetGroupDescription', 'DBSubnetGroupName', 'SubnetIds'],
  },
  'AWS::RDS::EventSubscription': {
    dropped: true,
    controls: { EventCategories: [without('failure', 'configuration change', 'maintenance')] },
    absent: { Enabled: [false] },
    plain: ['EventCategories', 'SnsTopicArn', 'SourceIds', 'SourceType', 'SubscriptionName'],
  },
  'AWS::S3::Bucket': {
    controls: {
      BucketEncryption: [removedWithKey],
      [`${ENCRYPTION}/#/ServerSideEncryptionByDefault/SSEAlgorithm`]: [to('AES256')],
      [`${ENCRYPTION}/#/ServerSideEncryptionByDefault/KMSMasterKeyID`]: [removed, to('alias/aws/s3')],
      LifecycleConfiguration: [removed],
      'LifecycleConfiguration/Rules/#/Status': [to('Disabled')],
      LoggingConfiguration: [removed],
      'OwnershipControls/Rules/#/ObjectOwnership': [to('ObjectWriter')],
      PublicAccessBlockConfiguration: [removed],
      'PublicAccessBlockConfiguration/BlockPublicAcls': [removed, flipped],
      'PublicAccessBlockConfiguration/BlockPublicPolicy': [removed, flipped],
      'PublicAccessBlockConfiguration/IgnorePublicAcls': [removed, flipped],
      'PublicAccessBlockConfiguration/RestrictPublicBuckets': [removed, flipped],
      'VersioningConfiguration/Status': [to('Suspended')],
      VersioningConfiguration: [removed],
    },
    plain: [
      ...['BucketName', 'LoggingConfiguration', 'LifecycleConfiguration/Rules/#', 'ObjectLockEnabled'],
      `${ENCRYPTION}/#/BucketKeyEnabled`,
    ],
  },
  'AWS::S3::BucketPolicy': { dropped: true, controls: { PolicyDocument: [guards] }, plain: ['Bucket'] },
  'AWS::KMS::Key': {
    controls: { EnableKeyRotation: [removed, flipped], KeyPolicy: [guards] },
    absent: { Origin: ['EXTERNAL'], RotationPeriodInDays: [2560] },
    plain: ['Description', 'PendingWindowInDays'],
  },
  'AWS::KMS::Alias': { plain: [''] },
  'AWS::Logs::LogGroup': {
    controls: {
      DataProtectionPolicy: [removed],
      DeletionProtectionEnabled: [flipped],
      KmsKeyId: [removed, to('alias/aws/logs')],
      RetentionInDays: [to(1, 180)],
    },
    plain: ['DataProtectionPolicy', 'LogGroupName'],
  },
  'AWS::SecretsManager::Secret': {
    controls: {
      'GenerateSecretString/PasswordLength': [to(8)],
      'GenerateSecretString/RequireEachIncludedType': [flipped],
      KmsKeyId: [removed, to('alias/aws/secretsmanager')],
    },
    absent: { SecretString: ['correct-horse-battery'] },
    plain: ['Description', 'GenerateSecretString', 'Name'],
  },
  'AWS::SecretsManager::RotationSchedule': {
    dropped: true,
    controls: { 'RotationRules/ScheduleExpression': [to('rate(365 days)')], RotationRules: [removed] },
    plain: ['HostedRotationLambda', 'RotateImmediatelyOnUpdate', 'SecretId'],
  },
  'AWS::SecretsManager::ResourcePolicy': { controls: { ResourcePolicy: [opened] }, plain: ['SecretId'] },
  'AWS::SecretsManager::SecretTargetAttachment': { plain: [''] },
  'AWS::SSM::Parameter': {
    controls: { Value: [to('AKIAIOSFODNN7EXAMPLE')] },
    plain: ['Description', 'Name', 'Type'],
  },
  'AWS::SNS::Topic': {
    controls: { KmsMasterKeyId: [removed, to('alias/aws/sns')] },
    plain: ['SignatureVersion', 'TopicName'],
  },
  'AWS::SNS::TopicPolicy': { dropped: true, controls: { PolicyDocument: [guards] }, plain: ['Topics'] },
  'AWS::SNS::Subscription': { controls: { Protocol: [to('http')] }, plain: ['Endpoint', 'TopicArn'] },
  'AWS::Backup::BackupPlan': {
    controls: { 'BackupPlan/BackupPlanRule/#/Lifecycle/DeleteAfterDays': [to(1)] },
    plain: ['BackupPlan', 'BackupPlanTags'],
  },
  'AWS::Backup::BackupSelection': { dropped: true, plain: [''] },
  'AWS::Backup::BackupVault': {
    controls: { EncryptionKeyArn: [removed, to('alias/aws/backup')] },
    absent: { AccessPolicy: [EVERYBODY_MAY] },
    plain: ['BackupVaultName', 'BackupVaultTags', 'LockConfiguration'],
  },
};
